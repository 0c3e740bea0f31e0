// Windows and lengths of time in simplified Chinese.
import type { Duration, Within } from '../../language/time';

/** Ends with a comma, since it comes first. */
export function during(within: Within | undefined): string {
  if (!within) return '';
  const own = place(within);
  if ('unit' in within) return `最近 ${length(within)}内${own}，`;
  if ('this' in within) return `${PRESENT[within.this]}${own}，`;
  if ('last' in within) return `${PREVIOUS[within.last]}${own}，`;
  return 'until' in within ? `${within.since} 至 ${within.until}${own}，` : `自 ${within.since} 起${own}，`;
}

export function place({ zone }: { zone?: 'customer' }): string {
  return zone ? '（按客户当地时间）' : '';
}

const PRESENT = { day: '今天', week: '本周', month: '本月', quarter: '本季度', year: '今年' };

const PREVIOUS = { day: '昨天', week: '上周', month: '上月', quarter: '上季度', year: '去年' };

export function ending(within: Within | undefined): string {
  return within ? `${during(within).replace(/，$/, '')}完成，` : '';
}

const UNITS = { days: '天', hours: '小时', minutes: '分钟', seconds: '秒', milliseconds: '毫秒' };

export function length({ amount, unit }: Duration): string {
  return `${amount} ${UNITS[unit]}`;
}

export function distance(from: number, to: number): string {
  if (from === 0 && to === 0) return '当天';
  if (from === to) return from < 0 ? `之前 ${-from} 天` : `之后 ${from} 天`;
  if (to <= 0) return `之前 ${-to} 至 ${-from} 天`;
  if (from >= 0) return `之后 ${from} 至 ${to} 天`;
  return `之前 ${-from} 天至之后 ${to} 天`;
}
