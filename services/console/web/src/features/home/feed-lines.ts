// Lines of the feed: what is equal but for the customer and happened together is one line, visits
// are one line however many they are, and what is going on now is set apart from what was before.
// Pure.
import type { News } from '../../api/live';

export interface FeedLine {
  /** Of its newest piece of news. */
  key: string;
  /** Newest first, at least one. */
  news: readonly [News, ...News[]];
}

interface FeedParts {
  now: FeedLine[];
  /** What happened longer ago than that. */
  before: FeedLine[];
}

/** Fewer stand by themselves: names say more than a count. */
const MANY = 4;
const TOGETHER_MS = 60_000;
/** What is older does not happen now. */
const NOW_MS = 3_600_000;

/** @param now the store's clock, UTC ms. What is played may be ahead of it. */
export function feedParts(news: readonly News[], now: number): FeedParts {
  const sorted = [...news].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const isNow = ({ at }: News) => now - Date.parse(at) <= NOW_MS;
  return { now: feedLines(sorted.filter(isNow)), before: feedLines(sorted.filter((one) => !isNow(one))) };
}

/** @param news newest first. */
export function feedLines(news: readonly News[]): FeedLine[] {
  const groups = alike(news);
  return news.flatMap((one, place): FeedLine[] => {
    const group = groups[place];
    if (group === undefined || group.length < leastOf(one)) return [{ key: one.id, news: [one] }];
    return group[0] === one ? [{ key: keyOf(group), news: group }] : [];
  });
}

/** A line of visits stays the same line while it grows. */
const keyOf = ([newest, ...others]: readonly [News, ...News[]]) =>
  isVisit(newest)
    ? `visits/${newest.kind === 'touchpoint' ? newest.event : ''}`
    : ((others.at(-1) ?? newest) as News).id;

const leastOf = (news: News) => (isVisit(news) ? 2 : MANY);

/** Of each piece of news the group that it belongs to, if it can belong to one. */
function alike(news: readonly News[]): ([News, ...News[]] | undefined)[] {
  const open = new Map<string, [News, ...News[]]>();
  return news.map((one) => {
    const kind = kindOf(one);
    if (kind === null) return undefined;
    const group = open.get(kind);
    const together = (group: readonly [News, ...News[]]) =>
      isVisit(one) || Math.abs(Date.parse(group[0].at) - Date.parse(one.at)) <= TOGETHER_MS;
    if (group !== undefined && together(group)) {
      group.push(one);
      return group;
    }
    const fresh: [News, ...News[]] = [one];
    open.set(kind, fresh);
    return fresh;
  });
}

/** Visits are many and lead to nothing by themselves. */
export const isVisit = (news: News): boolean =>
  news.kind === 'touchpoint' && !/^(Order|Consent|Message) /.test(news.event);

/** Equal for news that read alike but for the name; null for what is always told by name. */
function kindOf(news: News): string | null {
  switch (news.kind) {
    case 'touchpoint':
      return isVisit(news) ? `touchpoint/${news.event}` : null;
    case 'decision':
      return `decision/${news.campaign}/${news.outcome}/${news.reason}`;
    default:
      return `${news.kind}/${news.subject}/${news.from}/${news.to}`;
  }
}
