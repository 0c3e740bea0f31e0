// A journey: the steps that a customer passes. A campaign without steps of its own is the journey
// send -> exit. Pure.
import type { Campaign } from './campaign';
import type { JourneyStep } from './steps/forms';

export interface Journey {
  readonly id: string;
  readonly version: number;
  /** A customer begins at the first. */
  readonly steps: readonly JourneyStep[];
}

const SEND_THEN_EXIT: readonly JourneyStep[] = [
  { node: 'send', kind: 'send', next: 'exit' },
  { node: 'exit', kind: 'exit' },
];

/** Compiles a campaign to its journey. */
export const journeyOf = ({ id, version, steps }: Pick<Campaign, 'id' | 'version' | 'steps'>): Journey => ({
  id,
  version,
  steps: steps ?? SEND_THEN_EXIT,
});

/**
 * Whether enrolments and their steps are kept on record. The only step of other campaigns is a
 * message, whose decision is the record.
 */
export const isRecorded = ({ steps, goal }: Pick<Campaign, 'steps' | 'goal'>): boolean =>
  steps !== undefined || goal !== undefined;

/** Returns the campaign as a step sends for it, with the step's own channel and content. */
export function asSentBy(campaign: Campaign, { channel, webhook, content }: Partial<SentBy>): Campaign {
  return {
    ...campaign,
    ...(channel !== undefined && { channel }),
    ...(webhook !== undefined && { webhook }),
    ...(content !== undefined && { content }),
  };
}

type SentBy = Pick<Extract<JourneyStep, { kind: 'send' }>, 'channel' | 'webhook' | 'content'>;

/** Returns the channels that a campaign may send on. */
export const channelsOf = ({ channel, steps = [] }: Pick<Campaign, 'channel' | 'steps'>): Campaign['channel'][] => [
  channel,
  ...steps.flatMap((step) => (step.kind === 'send' && step.channel ? [step.channel] : [])),
];
