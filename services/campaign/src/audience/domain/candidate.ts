// A customer in a preview, and the signal that would lead to a decision. Pure.
import { type CustomerState, type Identity, type Signal, strongest } from '@segue/contracts';
import type { OrderFact } from '@segue/orders';
import { sentTo } from '../../contacts/domain/contact';
import { entryCheck } from '../../decide/domain/checks';
import { stillHolds } from '../../decide/domain/customer-state';
import type { Check } from '../../decide/domain/decision';
import type { Circumstances } from '../../decide/domain/circumstances';
import type { Campaign } from '../../journeys/domain/campaign';
import { asSentBy, isRecorded, journeyOf } from '../../journeys/domain/journey';
import { type Trigger, exceptionsOf, segmentsOf } from '../../journeys/domain/trigger';

/** Which customers a campaign would reach if its trigger fired for all of them now. */
export type Reached = { segment: string } | { tier: string };

/** Returns the customers that a trigger is about now; null where it names none. */
export function reachedBy(trigger: Trigger): Reached | null {
  if ('segment' in trigger) return { segment: trigger.segment };
  if (trigger.on === 'tier' && trigger.scheme === 'value' && trigger.to?.length === 1)
    return { tier: trigger.to[0] as string };
  return null;
}

/** Whether the trigger leaves the customer out for a segment that they are in now. */
export const isExcluded = ({ standing }: Pick<CustomerState, 'standing'>, trigger: Trigger): boolean =>
  exceptionsOf(trigger).some((segment) => standing.segments.includes(segment));

/** The order in the preview of a message about an order: round, so that it looks made up. */
const SAMPLE_ORDER: Omit<OrderFact, 'currency'> = { id: '1001', amount: 10_000, total: 10_000 };

/** Returns the signal of a trigger that fires for a customer at `now`. */
export function signalFor(candidate: CustomerState, trigger: Trigger, now: number): Signal {
  const { customer, identities, bucketingId, head, standing } = candidate;
  const id = `${customer}:preview`;
  return {
    ...{ v: 1, id, customer, identities, bucketingId, head, standing },
    ...subjectOf(trigger, candidate),
    ...{ number: 1, version: 1, absorbed: [], origin: 'live' },
    ...{ occurredAt: now, recordedAt: now, cause: { kind: 'due', id, depth: 0 } },
  };
}

function subjectOf(
  trigger: Trigger,
  { head, standing }: CustomerState,
): Pick<Signal, 'kind' | 'subject' | 'from' | 'to' | 'because'> {
  const none = { from: null, to: null, because: [] };
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return { ...none, kind: trigger.on, subject: segmentsOf(trigger)[0] ?? '' };
    case 'tier': {
      const { scheme, to, from } = trigger;
      const tier = standing.tiers[scheme] ?? null;
      const arrives = to === undefined || (tier !== null && to.includes(tier)) ? tier : (to[0] ?? null);
      return { ...none, kind: 'tier', subject: scheme, from: from?.[0] ?? null, to: arrives };
    }
    case 'touchpoint':
      return { ...none, kind: 'touchpoint', subject: trigger.event, because: {} };
    case 'order':
      return {
        ...none,
        kind: 'order',
        subject: trigger.is,
        because: { ...SAMPLE_ORDER, currency: head.money.currency },
      };
  }
}

/**
 * Returns whether the customer meets the trigger now; null for events and orders, which happen
 * rather than hold.
 */
export function triggerCheck(candidate: CustomerState, trigger: Trigger, signal: Signal): TriggerMet | null {
  if (trigger.on === 'touchpoint' || trigger.on === 'order') return null;
  const { holds, detail } = stillHolds(trigger, signal, { standing: candidate.standing, orders: {} });
  return { check: 'trigger', passed: holds, detail };
}

type TriggerMet = Pick<Check, 'passed' | 'detail'> & { check: 'trigger' };

/** What is stored of the customers at hand. */
export interface Remembered {
  /** Messages to each identity. */
  sent: ReadonlyMap<Identity, Circumstances['sent']>;
  /** The journeys in which they wait, by the identity that caused it; one for each enrolment. */
  underWay: ReadonlyMap<Identity, readonly string[]>;
  mailboxes: Circumstances['mailboxes'];
  /** The identities with each address that have a consent on record. */
  sharing: ReadonlyMap<Identity, readonly Identity[]>;
}

export type Given = Pick<Circumstances, 'limits' | 'brandZone' | 'now' | 'isStopped'>;

/** Returns what a decision about the customer is taken from at `now`. */
export function circumstancesOf(
  { identities }: Pick<CustomerState, 'identities'>,
  campaign: Campaign,
  { sent: messages, underWay, mailboxes }: Remembered,
  given: Given,
): Circumstances {
  // A rehearsal may be of an earlier instant, at which later messages were not sent yet.
  const sent = sentTo(identities.map((identity) => ({ sent: messages.get(identity) ?? [] }))).filter(
    ({ at }) => at <= given.now,
  );
  return {
    ...given,
    ...{ campaign, sent, mailboxes, causer: strongest(identities), failures: new Map() },
    waiting: identities.flatMap((identity) => underWay.get(identity) ?? []).length,
  };
}

/** Returns the check that keeps the customer out of a journey; null for other campaigns. */
export function entryCheckOf(signal: Signal, given: Circumstances, { underWay }: Remembered): Check | null {
  if (!isRecorded(given.campaign)) return null;
  return entryCheck(
    signal,
    given,
    signal.identities.flatMap((identity) => underWay.get(identity) ?? []),
  );
}

/**
 * Returns the campaign as its first message is sent, with the channel and content of that step;
 * null where the way of a customer decides which message is first, or none is sent.
 */
export function firstMessageOf(campaign: Campaign): Campaign | null {
  const { steps } = journeyOf(campaign);
  for (let step = steps[0]; step;) {
    if (step.kind === 'send') return asSentBy(campaign, step);
    if (step.kind !== 'wait' || 'event' in step) return null;
    const { next } = step;
    step = steps.find(({ node }) => node === next);
  }
  return null;
}
