// Which news of a week are played again. Pure.
import type { News } from '../../../api/live';

/**
 * Returns at most `max` pieces of news, oldest first: the newest of each campaign's outcomes, each
 * segment and each scheme in turn, so that hundreds of one kind leave room for the others.
 * @param news in any order
 */
export function newestOfEach(news: readonly News[], max: number): News[] {
  const newestFirst = [...news].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const counts = new Map<string, number>();
  const placed = newestFirst.map((one) => {
    const kind = kindOf(one);
    const place = counts.get(kind) ?? 0;
    counts.set(kind, place + 1);
    return { one, place };
  });
  const chosen = new Set(
    [...placed]
      .sort((a, b) => a.place - b.place)
      .slice(0, max)
      .map(({ one }) => one),
  );
  return newestFirst.filter((one) => chosen.has(one)).reverse();
}

function kindOf(news: News): string {
  switch (news.kind) {
    case 'touchpoint':
      return `touchpoint/${news.event}`;
    case 'decision':
      return `decision/${news.campaign}/${news.outcome}`;
    default:
      return `${news.kind}/${news.subject}`;
  }
}
