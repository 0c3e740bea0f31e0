// The story of one enrolment in words: each step that was passed, the way out of it and why. Pure.
import type { components } from '../../../api/schema';
import { known } from '../../../words/known';
import { reasonInWords } from '../../../words/names';
import type { Campaign } from '../campaign';
import { type JourneyStep, waysOf } from './journey';
import { type Wording, endInWords, stepInWords, wayInWords } from './step-words';
import { journeys } from './words.en';

export type Story = components['schemas']['StoryView'];
export type Passed = Story['steps'][number];
type Definition = Pick<Campaign, 'version' | 'content' | 'steps'>;

/**
 * Returns the step that was passed; undefined where it was passed by another version than the one
 * that is known, since the step may have been another then.
 */
export const stepPassed = ({ node, kind, version }: Passed, campaign?: Definition): JourneyStep | undefined =>
  campaign?.version === version ? campaign.steps?.find((step) => step.node === node && step.kind === kind) : undefined;

export function passedInWords(passed: Passed, campaign: Definition | undefined, wording: Wording): string {
  const step = stepPassed(passed, campaign);
  if (step !== undefined && campaign !== undefined) return stepInWords(step, campaign, wording);
  return known(journeys.kind, 'journeys.kind', passed.kind, wording.t);
}

/** Returns how a step was left, and why; null for one that was not left, or ends the journey. */
export function leftInWords(passed: Passed, campaign: Definition | undefined, wording: Wording): string | null {
  const { way, why, kind } = passed;
  if (way === null || kind === 'exit' || kind === 'goal') return null;
  const { t } = wording;
  if (kind === 'send' && way !== 'sent' && typeof why?.reason === 'string')
    return t('journeys.heldBack', { reason: reasonInWords(why.reason, t) });
  const step = stepPassed(passed, campaign);
  const taken = step && waysOf(step).find((one) => one.way === way);
  if (!step || !taken) return endInWords(way, t);
  const number = (campaign?.steps ?? []).findIndex(({ node }) => node === taken.next) + 1;
  return wayInWords(step, way, number, wording);
}

/** Returns what an enrolment waits for, until when. */
export const waitInWords = (waitsFor: string, when: string, { t }: Pick<Wording, 't'>): string =>
  Object.hasOwn(journeys.waits, waitsFor)
    ? t(`journeys.waits.${waitsFor}`, { when })
    : t('journeys.waits.time', { when });
