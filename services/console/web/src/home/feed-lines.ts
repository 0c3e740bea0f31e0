// Lines of the feed: what is equal but for the customer and happened together is one line, so that a burst does not push everything else out. Pure.
import type { News } from '../api/live';

export interface FeedLine {
  /** Of its newest piece of news. */
  key: string;
  /** Newest first, at least one. */
  news: readonly [News, ...News[]];
}

/** Fewer stand by themselves: names say more than a count. */
const MANY = 4;
const TOGETHER_MS = 60_000;

/** @param news newest first. Touchpoints are never grouped: what customers do is told by name. */
export function feedLines(news: readonly News[]): FeedLine[] {
  const groups = alike(news);
  return news.flatMap((one, place): FeedLine[] => {
    const group = groups[place];
    if (group === undefined || group.length < MANY) return [{ key: one.id, news: [one] }];
    return group[0] === one ? [{ key: one.id, news: group }] : [];
  });
}

/** Of each piece of news the group that it belongs to, if it can belong to one. */
function alike(news: readonly News[]): ([News, ...News[]] | undefined)[] {
  const open = new Map<string, [News, ...News[]]>();
  return news.map((one) => {
    const kind = kindOf(one);
    if (kind === null) return undefined;
    const group = open.get(kind);
    if (group !== undefined && Math.abs(Date.parse(group[0].at) - Date.parse(one.at)) <= TOGETHER_MS) {
      group.push(one);
      return group;
    }
    const fresh: [News, ...News[]] = [one];
    open.set(kind, fresh);
    return fresh;
  });
}

/** Equal for news that read alike but for the name. */
function kindOf(news: News): string | null {
  switch (news.kind) {
    case 'touchpoint':
      return null;
    case 'decision':
      return `decision/${news.campaign}/${news.outcome}/${news.reason}`;
    default:
      return `${news.kind}/${news.subject}/${news.from}/${news.to}`;
  }
}
