// Lines of the feed. News that differ by the customer only and happened together are one line; all
// visits are one line. News of the last hour are apart from older ones. Pure.
import type { News } from '../../../api/live';

export interface FeedLine {
  /** The id of its newest piece of news. */
  key: string;
  /** Newest first, at least one. */
  news: readonly [News, ...News[]];
}

interface FeedParts {
  now: FeedLine[];
  /** News older than an hour. */
  before: FeedLine[];
}

/** Fewer pieces of news stay lines of their own: names say more than a number. */
const MANY = 4;
const TOGETHER_MS = 60_000;
/** News counts as current for this long. */
const NOW_MS = 3_600_000;

/** @param now the clock of the store, UTC ms; replayed news may be ahead of it */
export function feedParts(news: readonly News[], now: number): FeedParts {
  const sorted = [...news].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const isNow = ({ at }: News) => now - Date.parse(at) <= NOW_MS;
  return { now: feedLines(sorted.filter(isNow)), before: feedLines(sorted.filter((one) => !isNow(one))) };
}

/** @param news newest first */
export function feedLines(news: readonly News[]): FeedLine[] {
  const groups = alike(news);
  return news.flatMap((one, place): FeedLine[] => {
    const group = groups[place];
    if (group === undefined || group.length < leastOf(one)) return [{ key: one.id, news: [one] }];
    return group[0] === one ? [{ key: keyOf(group), news: group }] : [];
  });
}

/** The key of a line of visits stays the same while the line grows. */
const keyOf = ([newest, ...others]: readonly [News, ...News[]]) =>
  isVisit(newest)
    ? `visits/${newest.kind === 'touchpoint' ? newest.event : ''}`
    : ((others.at(-1) ?? newest) as News).id;

const leastOf = (news: News) => (isVisit(news) ? 2 : MANY);

/** Returns the group of each piece of news; undefined for news that is always a line of its own. */
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

/** Visits are touchpoints other than orders, consents and messages. */
export const isVisit = (news: News): boolean =>
  news.kind === 'touchpoint' && !/^(Order|Consent|Message) /.test(news.event);

/** Equal for news that differ by the name only; null for news that is always a line of its own. */
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
