// What a decision orders: one action for each effect, of the closed union `Action` of the contract.
// A kind is added there, and here where a campaign can order it. Pure.
import type { Cause, DecisionEffect, DecisionTaken, Signal } from '@segue/contracts';
import { type Campaign, consentOf } from '../../journeys/domain/campaign';
import { destinationOf } from '../../contacts/domain/mailbox';
import { MAX_AGE_MS } from './checks';
import { type Circumstances } from './circumstances';
import { type Decision, type LegName, type Provenance, type UnrenderedAction, depthOf } from './decision';

/** Returns the message of a campaign; `id` is the decision's. */
export function effectOf(
  id: string,
  leg: LegName,
  signal: Signal,
  { campaign, now }: Pick<Circumstances, 'campaign' | 'now'>,
): UnrenderedAction {
  const marketing = campaign.class === 'marketing';
  return {
    v: 2,
    kind: 'message',
    id,
    customer: signal.customer,
    identities: signal.identities,
    campaign: campaign.id,
    campaignVersion: campaign.version,
    step: leg,
    class: campaign.class,
    consent: marketing ? consentOf(campaign) : null,
    channel: channelOf(campaign),
    to: destinationOf(signal, campaign).to ?? '',
    content: { data: { signal: signal.kind, subject: signal.subject, to: signal.to } },
    expiresAt: marketing ? now + MAX_AGE_MS : null,
    occurredAt: now,
    ...provenanceOf(signal),
  };
}

const channelOf = ({ delivery, channel }: Campaign) => (delivery === 'outbox' ? delivery : channel);

export const provenanceOf = (signal: Signal): Provenance => ({
  recordedAt: signal.recordedAt,
  origin: signal.origin,
  cause: causeOf(signal),
});

const causeOf = (signal: Signal): Cause => ({
  kind: signal.kind === 'touchpoint' ? 'touchpoint' : 'transition',
  id: signal.id,
  depth: depthOf(signal) + 1,
});

/** Returns the decision as topic `decisions` carries it. */
export function takenOf({ cause, occurredAt, decidedAt, provenance, effects, ...decision }: Decision): DecisionTaken {
  return {
    v: 1,
    id: decision.id,
    customer: decision.customer,
    identity: decision.identity,
    campaign: decision.campaign,
    campaignVersion: decision.campaignVersion,
    step: decision.leg,
    ...(decision.enrolment !== undefined && { enrolment: decision.enrolment }),
    ...(decision.node !== undefined && { node: decision.node }),
    outcome: decision.outcome,
    reason: decision.reason,
    checks: decision.checks,
    signal: { ...cause, occurredAt },
    dueAt: decision.dueAt,
    effects: effects.map(({ kind, id, channel }): DecisionEffect => ({ kind, action: id, channel })),
    occurredAt: decidedAt,
    ...provenance,
  };
}
