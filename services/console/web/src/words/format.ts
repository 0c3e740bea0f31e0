// Numbers, money and times as each language writes them. Pure.
import type { Language } from '../i18n/languages';

export interface Format {
  number(value: number): string;
  /** With so many digits after the point at most. */
  decimal(value: number, digits: number): string;
  /** `share` from 0 to 1. */
  percent(share: number): string;
  /** With its sign: +3%. */
  signedPercent(share: number): string;
  /** Minor units, with all digits. */
  money(minor: number, currency: string): string;
  /** Major units, as touchpoints carry them. */
  moneyMajor(amount: number, currency: string): string;
  /** The same with the currency's code instead of its sign, which several currencies may share. */
  moneyNamed(amount: number, currency: string): string;
  /** Short where it is large: ¥1.2万. */
  moneyShort(minor: number, currency: string): string;
  date(instant: string | number): string;
  /** Short, without the year: for axes. */
  day(instant: string | number): string;
  month(instant: string | number): string;
  dateTime(instant: string | number): string;
  /** With the zone by name: for tooltips. */
  exactly(instant: string | number): string;
  time(instant: string | number): string;
  /** Hours and minutes: for axes. */
  minute(instant: string | number): string;
  /** "3 days ago", "in 2 weeks". */
  relative(instant: string | number, now: number): string;
  /** A length of time in its largest fitting unit. */
  span(ms: number): string;
  milliseconds(ms: number): string;
  /** On the clock of another zone, an IANA id. */
  dateTimeIn(instant: string | number, zone: string): string;
  timeIn(instant: string | number, zone: string): string;
  /** The name of a zone. */
  zone(zone: string): string;
}

const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/**
 * Returns the largest unit of which there are two, since "9 days" is clearer than "1 week"; minutes
 * from the first minute on.
 */
function inUnits(ms: number): [number, (typeof UNITS)[number][0]] {
  const size = Math.abs(ms);
  const [unit, length] = UNITS.find(([name, each]) => size >= each * (name === 'minute' ? 1 : 2)) ?? UNITS[6];
  return [Math.round(ms / length), unit];
}

/** Returns the digits after the point of a currency. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Returns a typed amount in minor units. */
export const minorOf = (amount: number, currency: string): number => Math.round(amount * 10 ** digitsOf(currency));

/** A day, as YYYY-MM-DD, is the same day in every zone. */
const instantOf = (instant: string | number): Date =>
  new Date(typeof instant === 'string' && instant.length === 10 ? `${instant}T12:00` : instant);

export function formatIn(language: Language): Format {
  const locale = language === 'zh-CN' ? 'zh-CN' : 'en-GB';
  const major = (minor: number, currency: string) => minor / 10 ** digitsOf(currency);
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (instant: string | number) => spaced(format.format(instantOf(instant)));
  };
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return {
    number: (value) => number.format(value),
    decimal: (value, digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    percent: (share) => percent.format(share),
    signedPercent: (share) => signed.format(share),
    money: (minor, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
        major(Math.round(minor), currency),
      ),
    moneyMajor: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(amount),
    moneyNamed: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(amount),
    moneyShort: (minor, currency) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        maximumFractionDigits: 1,
      }).format(major(minor, currency)),
    date: dated({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }),
    day: dated({ month: 'short', day: 'numeric' }),
    month: dated({ year: 'numeric', month: 'short' }),
    dateTime: dated({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }),
    exactly: dated({ dateStyle: 'full', timeStyle: 'long' }),
    minute: dated({ hour: '2-digit', minute: '2-digit' }),
    time: dated({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    relative: (instant, now) => apart(relative.format(...inUnits(new Date(instant).getTime() - now))),
    span: (ms) => {
      const [count, unit] = inUnits(ms);
      return apart(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    },
    milliseconds: (ms) => {
      const inSeconds = ms >= 1000;
      const text = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: inSeconds ? 'second' : 'millisecond',
        unitDisplay: language === 'zh-CN' ? 'long' : 'short',
        maximumFractionDigits: inSeconds ? 1 : 0,
        minimumFractionDigits: inSeconds && ms % 1000 >= 50 ? 1 : 0,
      }).format(inSeconds ? ms / 1000 : ms);
      return apart(text.replace(/ secs?$/, ' s'));
    },
    dateTimeIn: (instant, zone) =>
      new Intl.DateTimeFormat(locale, {
        ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
        timeZone: zone,
      }).format(new Date(instant)),
    timeIn: (instant, zone) =>
      new Intl.DateTimeFormat(locale, {
        ...{ hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone },
      }).format(new Date(instant)),
    zone: (zone) => zoneInWords(zone, locale),
  };
}

/** Sets a space between figures and Chinese characters. */
const apart = (text: string) =>
  text
    .replace(/秒钟/g, '秒')
    .replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')
    .replace(/(\p{Script=Han})(?=\d)/gu, '$1 ');

/** Returns "China Standard Time", 中国标准时间; the id where the browser does not know the zone. */
function zoneInWords(zone: string, locale: string): string {
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(0);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  } catch {
    return zone;
  }
}

/** 2026年11月22日周日 becomes 2026年11月22日 周日. */
const spaced = (text: string) => text.replace(/日(周|星期)/, '日 $1');
