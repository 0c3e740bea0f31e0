// What a campaign is, as data: its trigger, recipients, channel and content. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { Origin, checkOf } from '@segue/contracts';
import type { PausedBecause } from '../../content/domain/failures';
import { Content } from '../../content/domain/variant';
import { Goal } from './goal';
import { Channel, Steps } from './steps/forms';
import { Name, Trigger } from './trigger';

const closed = { additionalProperties: false };

/** The part that a marketer writes; storing it adds id, version and state. */
export const CampaignDraft = Type.Object(
  {
    name: Name,
    trigger: Trigger,
    class: Type.Union([Type.Literal('marketing'), Type.Literal('service')]),
    channel: Channel,
    /** The configured webhook that carries it, for channel `webhook`. */
    webhook: Type.Optional(Name),
    /**
     * `outbox` shows what would be sent and sends nothing: where every campaign starts until a
     * person releases it.
     */
    delivery: Type.Union([Type.Literal('outbox'), Type.Literal('send')]),
    content: Content,
    /**
     * Share of customers, 0 to 1, that never get its messages: the control group that shows its
     * effect.
     */
    control: Type.Number({ minimum: 0, maximum: 1 }),
    /** A customer gets it again only after this many days; null: never again. */
    againAfterDays: Type.Union([Type.Number({ minimum: 0, maximum: 3_650 }), Type.Null()]),
    /** Origins on which the campaign acts; a signal of another origin is decided as history. */
    accepts: Type.Array(Origin, { minItems: 1, maxItems: 10, uniqueItems: true }),
    /** The journey that each customer passes, from its first step; absent for one message. */
    steps: Type.Optional(Steps),
    /** Ends an enrolment as soon as it is met; results count it by group. */
    goal: Type.Optional(Goal),
    /**
     * Unless true, a customer passes the journey once at a time. Of one message without a goal
     * there are several anyway.
     */
    severalAtOnce: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type CampaignDraft = Static<typeof CampaignDraft>;

export const draftFault = checkOf(CampaignDraft);

export type CampaignState = 'draft' | 'running' | 'paused' | 'ended';

/** The states that may follow each state. An ended campaign stays ended. */
const MOVES: Record<CampaignState, readonly CampaignState[]> = {
  draft: ['running', 'ended'],
  running: ['paused', 'ended'],
  paused: ['running', 'ended'],
  ended: [],
};

export const mayBecome = (before: CampaignState, after: CampaignState): boolean =>
  before === after || MOVES[before].includes(after);

export interface Campaign extends CampaignDraft {
  id: string;
  version: number;
  state: CampaignState;
  /**
   * Why the campaign paused by itself; null when a person paused it, or when it was saved or
   * resumed since.
   */
  pausedBecause: PausedBecause | null;
}

/** Consent that a marketing message of this campaign needs, `channel/purpose`. */
export const consentOf = (campaign: Pick<Campaign, 'channel'>): string => `${campaign.channel}/marketing`;
