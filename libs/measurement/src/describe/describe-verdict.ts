// A verdict as one sentence for marketers.
import type { Lift } from '../tests/lift';
import type { Interval } from '../tests/sample';
import type { Verdict } from './verdict';
import type { Group } from './trial';

export type VerdictLocale = 'en' | 'zh-CN';

/** Names of what is measured in the marketer's language, e.g. `orders`, 订单. */
export interface Measure {
  readonly name: string;
}

/** "Helped: +4 % orders, between +1 and +7"; "No difference so far, about 9 more days". */
export function describeVerdict(verdict: Verdict, locale: VerdictLocale, { name }: Measure): string {
  return locale === 'en' ? english(verdict, name) : chinese(verdict, name);
}

function english(verdict: Verdict, name: string): string {
  switch (verdict.kind) {
    case 'helped':
    case 'hurt': {
      const { value, from, to, isShare } = figures(verdict);
      const range = to === null ? `at least ${from}` : `between ${from} and ${to}`;
      const change = isShare ? `${value} % ${name}` : `${value} ${name} per customer`;
      return `${verdict.kind === 'helped' ? 'Helped' : 'Hurt'}: ${change}, ${range}`;
    }
    case 'no-difference': {
      const small = `${percent(verdict.smallestLift)} %`;
      if (verdict.days === null) return `No difference so far, and too few customers to tell one of ${small} in years`;
      if (verdict.days === 0) return `No difference so far: one of ${small} would have shown by now`;
      return `No difference so far, about ${inEnglish(verdict.days)}`;
    }
    case 'not-enough': {
      const { of, has, least, group, days } = verdict;
      const what = { customers: 'customers', successes: name, failures: `customers without ${name}` }[of];
      const wait = days === null ? '' : `, about ${inEnglish(days)}`;
      return `Not enough yet: ${has} of at least ${least} ${what} in the ${GROUPS.en[group]}${wait}`;
    }
    case 'broken-split': {
      const [counts, due] = [verdict.counts.map(whole), verdict.expected.map(whole)];
      return `Not comparable: ${counts.join(' and ')} customers in the groups where ${due.join(' and ')} were due, so the split is broken`;
    }
  }
}

function chinese(verdict: Verdict, name: string): string {
  switch (verdict.kind) {
    case 'helped':
    case 'hurt': {
      const { value, from, to, isShare } = figures(verdict);
      const unit = isShare ? '%' : '';
      const range = to === null ? `至少 ${from}${unit}` : `介于 ${from}${unit} 与 ${to}${unit} 之间`;
      return `${verdict.kind === 'helped' ? '有效' : '有害'}：${isShare ? '' : '每位客户的'}${name} ${value}${unit}，${range}`;
    }
    case 'no-difference': {
      const small = `${percent(verdict.smallestLift)}%`;
      if (verdict.days === null) return `目前没有差异，客户太少，数年内也看不出 ${small} 的差异`;
      if (verdict.days === 0) return `目前没有差异：如有 ${small} 的差异，现在应已看出`;
      return `目前没有差异，大约还需 ${verdict.days} 天`;
    }
    case 'not-enough': {
      const { of, has, least, group, days } = verdict;
      const what = { customers: '客户', successes: name, failures: `没有${name}的客户` }[of];
      const wait = days === null ? '' : `，大约还需 ${days} 天`;
      return `数据还不够：${GROUPS['zh-CN'][group]}的${what}只有 ${has}，至少需要 ${least}${wait}`;
    }
    case 'broken-split': {
      const [counts, due] = [verdict.counts.map(whole), verdict.expected.map(whole)];
      return `无法比较：两组客户实有 ${counts.join(' 和 ')} 人，应为 ${due.join(' 和 ')} 人，分组有误`;
    }
  }
}

const GROUPS: Readonly<Record<VerdictLocale, Readonly<Record<Group, string>>>> = {
  en: { treated: 'group', control: 'control' },
  'zh-CN': { treated: '实验组', control: '对照组' },
};

interface Figures {
  readonly value: string;
  readonly from: string;
  readonly to: string | null;
  /** Of the control, in per cent; else the difference itself. */
  readonly isShare: boolean;
}

function figures({
  lift,
  difference,
  interval,
}: {
  lift: Lift | null;
  difference: number;
  interval: Interval;
}): Figures {
  const [value, from, to] = lift
    ? [lift.value * 100, lift.from * 100, lift.to === null ? null : lift.to * 100]
    : [difference, interval.from, interval.to];
  const digits = digitsFor(value, from, to);
  const text = (number: number) => signed(number, digits);
  return { value: text(value), from: text(from), to: to === null ? null : text(to), isShare: lift !== null };
}

const MOST_DIGITS = 6;

/** Fewest digits with which the three differ and none is written as 0. */
function digitsFor(...numbers: (number | null)[]): number {
  const known = numbers.filter((number) => number !== null);
  for (let digits = 0; digits < MOST_DIGITS; digits++) {
    const rounded = new Set(known.map((number) => Number(number.toFixed(digits))));
    if (rounded.size === known.length && !rounded.has(0)) return digits;
  }
  return MOST_DIGITS;
}

function signed(number: number, digits: number): string {
  return `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(digits)}`;
}

function percent(share: number): string {
  return String(Number((share * 100).toPrecision(2)));
}

function inEnglish(days: number): string {
  return `${days} more ${days === 1 ? 'day' : 'days'}`;
}

/** 45210 → 45,210. */
function whole(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
