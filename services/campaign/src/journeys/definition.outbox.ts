// Publishes what campaigns subscribe to and which segments they name, for each whose state in force
// is unpublished.
import { type Bus, toOutgoing } from '@segue/bus';
import { type Definition, definitions } from '@segue/contracts';
import { type Clock, Outbox } from '@segue/service';
import type { Db } from '@segue/store';
import { isAllStopped } from '../limits/stop.store';
import type { Campaign } from './domain/campaign';
import { namedSegments, sendingOf, subscribedEvents, subscribedOrders, subscribersOf } from './domain/subscription';
import type { Version } from './domain/versions';
import { markPublished, unpublishedCampaigns, versionsUnderWay } from './rules.store';

export class DefinitionOutbox extends Outbox<Campaign> {
  constructor(db: Db, bus: Bus, clock: Clock) {
    super({
      unpublished: (limit) => unpublishedCampaigns(db, limit),
      publish: async (campaigns) => {
        const now = clock.now();
        const earlier = await versionsUnderWay(db, campaigns);
        const isStopped = await isAllStopped(db);
        await bus.publish(
          definitions.name,
          campaigns.map((campaign) => toOutgoing(definitions, definitionOf(campaign, earlier, isStopped, now))),
        );
      },
      markPublished: (campaigns) => markPublished(db, campaigns),
      keyOf: ({ id, version, state }) => `${id} ${version} ${state}`,
      now: () => clock.now(),
    });
  }
}

/**
 * It names also what earlier versions need by which enrolments go on. Its version is the instant of
 * publication, since a change of state alone raises it as well.
 */
function definitionOf(campaign: Campaign, earlier: readonly Version[], isStopped: boolean, now: number): Definition {
  const subscribers = subscribersOf(campaign, earlier);
  return {
    v: 1,
    campaign: campaign.id,
    version: now,
    active: campaign.state === 'running',
    touchpoints: subscribedEvents(subscribers),
    orders: subscribedOrders(subscribers),
    segments: namedSegments(campaign),
    sending: sendingOf(campaign, isStopped),
    ...{ occurredAt: now, recordedAt: now, origin: 'live', cause: null },
  };
}
