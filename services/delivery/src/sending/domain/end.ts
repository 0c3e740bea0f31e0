// The end of a message, as a touchpoint of its customer and as an outcome for campaigns. Pure.
import { createHash } from 'node:crypto';
import { type Action, type Outcome, type Touchpoint, strongest } from '@segue/contracts';
import { type Final, addressOf } from './send';

const EVENTS: Record<Final, string> = {
  sent: 'Message Sent',
  failed: 'Message Failed',
  held: 'Message Held Back',
  indeterminate: 'Message Indeterminate',
};

/** The end of a message. */
export interface End {
  action: Action;
  status: Final;
  reason: string | null;
  /** Whether the recipient's address is refused for good. */
  bounced: boolean;
  occurredAt: number;
}

/** Returns the outcome as a touchpoint of the customer; a repetition gives the same one. */
export function outcomeOf({ action, status, reason, bounced, occurredAt }: End, recordedAt: number): Touchpoint {
  const identity = strongest(action.identities);
  const { id, campaign, campaignVersion, channel, step } = action;
  const properties = {
    ...{ action: id, campaign, campaignVersion, step, channel, class: action.class, status, reason },
    ...(bounced && { bounced: addressOf(action) }),
  };
  return {
    v: 1,
    identity,
    source: 'delivery',
    id: `${id}/${status}`,
    type: 'track',
    event: EVENTS[status],
    ids: [identity],
    properties,
    context: {},
    digest: createHash('sha256').update(JSON.stringify(properties)).digest('base64url').slice(0, 22),
    occurredAt,
    recordedAt,
    origin: action.origin,
    cause: causeIn(action),
  };
}

/** Returns the outcome for campaigns, which count it under caps. */
export function bookedOf({ action, status, reason, bounced, occurredAt }: End, recordedAt: number): Outcome {
  const { id, customer, campaign, origin } = action;
  const address = bounced ? addressOf(action) : null;
  return {
    ...{ v: 1, id, customer, campaign, status, reason, bounced: address },
    ...{ occurredAt, recordedAt, origin, cause: causeIn(action) },
  };
}

const causeIn = ({ id, cause }: Action): Touchpoint['cause'] => ({
  kind: 'action',
  id,
  depth: (cause?.depth ?? 0) + 1,
});
