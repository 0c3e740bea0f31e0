// Publishes the definition of each campaign whose state in force is unpublished: what it subscribes
// to and which segments it names.
import { type Bus, toOutgoing } from '@segue/bus';
import { type Definition, definitions } from '@segue/contracts';
import { type Clock, Outbox } from '@segue/service';
import type { Db } from '@segue/store';
import { namedSegments, sendingOf, subscribedEvents, subscribedOrders, subscribersOf } from './domain/subscription';
import type { Version } from './domain/versions';
import { type Unpublished, markPublished, unpublishedCampaigns, versionsUnderWay } from './rules.store';

export class DefinitionOutbox extends Outbox<Unpublished> {
  constructor(db: Db, bus: Bus, clock: Clock) {
    super({
      unpublished: (limit) => unpublishedCampaigns(db, limit),
      publish: async (rows) => {
        const now = clock.now();
        const earlier = await versionsUnderWay(
          db,
          rows.map(({ campaign }) => campaign),
        );
        await bus.publish(
          definitions.name,
          rows.map((row) => toOutgoing(definitions, definitionOf(row, earlier, now))),
        );
      },
      markPublished: (rows) => markPublished(db, rows),
      keyOf: ({ campaign, revision }) => `${campaign.id} ${revision}`,
      now: () => clock.now(),
    });
  }
}

/**
 * A definition also names what earlier versions need while enrolments go on by them. Its version is
 * the revision, which a change of state alone raises too: if two publications overtake each other,
 * the later revision is the one in force.
 */
function definitionOf(
  { campaign, revision, isStopped }: Unpublished,
  earlier: readonly Version[],
  now: number,
): Definition {
  const subscribers = subscribersOf(campaign, earlier);
  return {
    v: 1,
    campaign: campaign.id,
    version: revision,
    active: campaign.state === 'running',
    touchpoints: subscribedEvents(subscribers),
    orders: subscribedOrders(subscribers),
    segments: namedSegments(campaign),
    sending: sendingOf(campaign, isStopped),
    ...{ occurredAt: now, recordedAt: now, origin: 'live', cause: null },
  };
}
