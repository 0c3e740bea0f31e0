// Publishes stored decisions in their order: each on `decisions`, its effects on `actions`.
import { type Bus, toOutgoing } from '@segue/bus';
import { actions, decisions } from '@segue/contracts';
import { type Clock, Outbox, type OutboxParts } from '@segue/service';
import type { UnpublishedDecision } from '../decisions/decision.store';
import type { CampaignStore } from './campaign.store';
import { takenOf } from './domain/effects';

export class DecisionOutbox extends Outbox<UnpublishedDecision> {
  constructor(store: CampaignStore, bus: Bus, clock: Clock, oldest?: OutboxParts<UnpublishedDecision>['oldest']) {
    super({
      unpublished: (limit) => store.unpublished(limit),
      publish: (rows) => publish(bus, rows),
      markPublished: (rows) => store.markPublished(rows),
      keyOf: ({ number }) => String(number),
      now: () => clock.now(),
      oldest,
    });
  }
}

/** Resolves when the log has both the actions and the decisions. */
async function publish(bus: Bus, rows: readonly UnpublishedDecision[]): Promise<void> {
  const effects = rows.flatMap(({ decision }) => decision.effects.map((action) => toOutgoing(actions, action)));
  await Promise.all([
    effects.length > 0 && bus.publish(actions.name, effects),
    bus.publish(
      decisions.name,
      rows.map(({ decision }) => toOutgoing(decisions, takenOf(decision))),
    ),
  ]);
}
