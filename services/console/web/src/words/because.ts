// Why a rule holds, in words with its numbers. Conditions without a phrase here are described by
// the rule language. Pure.
import { describeCondition } from '@segue/rules/describe';
import type { TFunction } from 'i18next';
import type { Language } from '../i18n/languages';
import type { Format } from './format';
import { known } from './known';
import { tierInWords } from './names';
import { foundOrders } from './orders';
import { en } from './words.en';

/** A condition that decided a segment, as scoring returns it. */
interface RuleReason {
  condition: Condition;
  holds: boolean;
  value: unknown;
}

/** A comparison that decided the value tier. */
interface TierReason {
  fact: string;
  is: 'below' | 'atLeast';
  level: number;
  value: number;
  holds: boolean;
}

type Condition = Parameters<typeof describeCondition>[0];
type LeafOf<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

interface BecauseWords {
  t: TFunction;
  language: Language;
  format: Format;
  currency: string;
  segments: Record<string, string>;
}

/** Returns one phrase per reason; none for kinds that are not known here. */
export function becauseInWords(because: unknown, words: BecauseWords): string[] {
  if (!Array.isArray(because)) return [];
  return because.filter(isShown).flatMap((reason: unknown) => {
    if (isKept(reason))
      return [words.t('because.kept', { tier: tierInWords(reason.tier, words.t), count: reason.days })];
    if (isTierReason(reason))
      return [ofNumber(reason.fact, reason.is, reason.level, reason.value, reason.holds, words)];
    return isRuleReason(reason) ? [ofRule(reason, words)] : [];
  });
}

/** "Not below zero" is left out where another comparison decided. */
const isShown = (reason: unknown, _: number, all: readonly unknown[]): boolean =>
  all.length === 1 || !isTierReason(reason) || reason.is !== 'below' || reason.holds;

const isTierReason = (reason: unknown): reason is TierReason =>
  typeof (reason as TierReason).fact === 'string' && typeof (reason as TierReason).level === 'number';

/** The value tier is kept for some days after it was last reached. */
const isKept = (reason: unknown): reason is { tier: string; days: number } =>
  (reason as { fact?: unknown }).fact === 'kept';

const isRuleReason = (reason: unknown): reason is RuleReason =>
  typeof (reason as RuleReason).condition?.kind === 'string';

function ofRule({ condition, holds, value }: RuleReason, words: BecauseWords): string {
  const said = phraseOf(condition, holds, value, words);
  if (said !== null) return said;
  const { segments, currency, language, t } = words;
  const plain = describeCondition(condition, language, { segments, currency });
  const what = holds ? plain : t('because.negated', { what: plain });
  const found = condition.kind === 'order' ? foundOrders(value, words) : null;
  return found === null ? what : t('because.order.found', { what, found });
}

function phraseOf(condition: Condition, holds: boolean, value: unknown, words: BecauseWords): string | null {
  switch (condition.kind) {
    case 'recency':
      return ofRecency(condition, value, words);
    case 'tier':
      return condition.scheme === 'value' || condition.scheme === 'rfm'
        ? words.t('because.tier', { tier: tierInWords(String(value), words.t) })
        : null;
    case 'trait':
      return holds && condition.name.startsWith(LISTS) ? words.t('because.onList') : null;
    case 'event':
      return ofEvent(condition, value, words);
    case 'number':
      return condition.is === 'atLeast' ||
        condition.is === 'above' ||
        condition.is === 'atMost' ||
        condition.is === 'below'
        ? ofNumber(condition.name, condition.is, condition.value, Number(value), holds, words)
        : null;
    default:
      return null;
  }
}

function ofRecency({ is, days: count }: LeafOf<'recency'>, value: unknown, { t }: BecauseWords): string | null {
  const days = (value as { days?: number } | null)?.days;
  if (days === undefined) return null;
  return is === 'atLeast' ? t('because.recencyLong', { days, count }) : t('because.recencyShort', { days, count });
}

function ofEvent({ name, where, times, within }: LeafOf<'event'>, value: unknown, words: BecauseWords): string | null {
  const count = (value as { times?: number } | null)?.times;
  if (name !== 'Order Completed' || where?.length || count === undefined) return null;
  const { t } = words;
  // Only as many events are kept as the rules ask for: there may be more.
  const isEnough = 'atLeast' in times && count >= times.atLeast;
  if (within === undefined) return t(isEnough ? 'because.boughtEverAtLeast' : 'because.boughtEver', { count });
  if (!('unit' in within)) return null;
  return t(isEnough ? 'because.boughtAtLeast' : 'because.bought', { count, span: spanOf(within, words) });
}

function spanOf(
  { amount, unit }: { amount: number; unit: 'days' | keyof typeof MS },
  { t, format }: BecauseWords,
): string {
  return unit === 'days' ? t('because.days', { count: amount }) : format.span(amount * MS[unit]);
}

const MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };

/** Under this name rules find fixed lists: see `lists.ts` of scoring. */
const LISTS = 'segueList.';

type Comparing = 'atLeast' | 'above' | 'atMost' | 'below';

function ofNumber(
  name: string,
  is: Comparing,
  level: number,
  value: number,
  holds: boolean,
  words: BecauseWords,
): string {
  const { t } = words;
  const key = holds ? is : is === 'atLeast' ? 'notAtLeast' : is === 'below' ? 'notBelow' : 'plain';
  const called = known(en.because.names, 'because.names', name, t);
  return t(`because.number.${key}`, {
    name: called,
    value: amountOf(name, value, words),
    level: amountOf(name, level, words),
  });
}

const MONEY = new Set(['net', 'expectedRevenue', 'spend']);

function amountOf(name: string, value: number, { format, currency }: BecauseWords): string {
  if (MONEY.has(name)) return format.money(value, currency);
  return name === 'pAlive' ? format.percent(value) : format.number(value);
}
