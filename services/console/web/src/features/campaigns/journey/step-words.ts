// Steps of a journey, their ways and its goal in words. Pure.
import type { TFunction } from 'i18next';
import type { Format } from '../../../words/format';
import { known } from '../../../words/known';
import { channelInWords, purposeInWords, reasonInWords, tierInWords } from '../../../words/names';
import type { Draft } from '../campaign';
import { type JourneyStep, ENDS } from './journey';
import { journeys } from './words.en';

export interface Wording {
  t: TFunction;
  format: Pick<Format, 'number' | 'percent'>;
  /** Names of segments by id. */
  segments: Readonly<Record<string, string>>;
}

type Condition = Extract<JourneyStep, { kind: 'branch' }>['ways'][number]['if'];
type Goal = NonNullable<Draft['goal']>;

const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** Returns a length, exact, in the largest unit of which it is a multiple. */
export function lengthInWords(seconds: number, t: TFunction): string {
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? (['seconds', 1] as const);
  return t(`journeys.length.${unit}`, { count: seconds / size });
}

/** @param campaign whose subject a step without a text of its own sends. */
export function stepInWords(step: JourneyStep, { content }: Pick<Draft, 'content'>, { t }: Wording): string {
  switch (step.kind) {
    case 'send':
      return sendInWords((step.content ?? content).subject, step.whileTriggerHolds !== false, t);
    case 'wait':
      return waitInWords(step, t);
    case 'branch':
    case 'split':
    case 'goal':
    case 'exit':
      return t(`journeys.kind.${step.kind}`);
  }
}

function sendInWords(subject: string, holds: boolean, t: TFunction): string {
  if (subject.trim() === '') return t('journeys.kind.send');
  return t(holds ? 'journeys.send' : 'journeys.sendAnyway', { subject });
}

function waitInWords(step: Extract<JourneyStep, { kind: 'wait' }>, t: TFunction): string {
  if ('for' in step) return t('journeys.wait.for', { length: lengthInWords(step.for, t) });
  if ('event' in step) return t('journeys.wait.event', { event: step.event, length: lengthInWords(step.timeout, t) });
  const { until: time, weekdays } = step;
  if (weekdays === undefined) return t('journeys.wait.until', { time });
  const days = weekdays.map((day) => t(`journeys.weekday.${day}`)).join(t('states.listGap'));
  return t('journeys.wait.weekday', { time, days });
}

/**
 * Returns a way out of a step, and the number of the step to which it leads.
 * @param way as it is counted: `way-1`, `otherwise`, `event`, `timeout`.
 */
export function wayInWords(step: JourneyStep, way: string, number: number, wording: Wording): string {
  const { t, format } = wording;
  const place = Number(/^way-(\d+)$/.exec(way)?.[1] ?? 0) - 1;
  if (step.kind === 'split') {
    const whole = step.ways.reduce((sum, { share }) => sum + share, 0);
    const share = format.percent((step.ways[place]?.share ?? 0) / whole);
    return t('journeys.way.share', { share, number });
  }
  const condition = step.kind === 'branch' ? step.ways[place]?.if : undefined;
  if (condition !== undefined) return conditionInWords(condition, number, wording);
  return Object.hasOwn(journeys.way, way) ? t(`journeys.way.${way}`, { number }) : way;
}

function conditionInWords(condition: Condition, number: number, { t, segments }: Wording): string {
  const holds = condition.not === true ? 'isNot' : 'is';
  if ('segment' in condition)
    return t(`journeys.segment.${holds}`, { segment: segments[condition.segment] ?? condition.segment, number });
  if ('scheme' in condition) {
    const scheme = condition.scheme === 'rfm' ? t('schemes.rfm') : t('schemes.value');
    return t(`journeys.tier.${holds}`, { scheme, tier: tierInWords(condition.tier, t), number });
  }
  if ('consent' in condition) {
    const [channel = '', purpose = ''] = condition.consent.split('/');
    const values = { channel: channelInWords(channel, t), purpose: purposeInWords(purpose, t), number };
    return t(`journeys.consent.${holds}`, values);
  }
  return t(`journeys.trait.${holds}`, { trait: condition.trait, value: String(condition.equals), number });
}

const GOAL_DAYS = 7;

export function goalInWords(goal: Goal, t: TFunction): string {
  const count = goal.withinDays ?? GOAL_DAYS;
  if (!('event' in goal)) return t('journeys.goal.order', { count });
  return t(goal.sameBasket === true ? 'journeys.goal.basket' : 'journeys.goal.event', { event: goal.event, count });
}

/** Returns how an enrolment ended, or left a step. */
export function endInWords(end: string, t: TFunction): string {
  return (ENDS as readonly string[]).includes(end)
    ? t(`journeys.end.${end}`)
    : known(journeys.left, 'journeys.left', end, t, reasonInWords(end, t));
}
