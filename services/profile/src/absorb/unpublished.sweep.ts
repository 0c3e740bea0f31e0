// Publishes what a crash left unpublished: customers that lost an identity in a batch that was
// committed but never published.
import { type Bus, type Log, toOutgoing } from '@segue/bus';
import { type ProfileChanged, profiles } from '@segue/contracts';
import { BUS, CLOCK, CONTEXT, type Clock, LOG, Outbox, Rounds, type ServiceContext } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { profileOf } from './domain/profiles-changed';
import { ProfileStore, type UnpublishedCustomer } from './profile.store';

const EVERY_MS = 2_000;

@Injectable()
export class UnpublishedSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly outbox: Outbox<UnpublishedCustomer>;
  private readonly rounds: Rounds;

  constructor(
    store: ProfileStore,
    @Inject(BUS) bus: Bus,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOG) log: Log,
    @Inject(CONTEXT) { metrics }: Pick<ServiceContext, 'metrics'>,
  ) {
    this.rounds = new Rounds(log, 'unpublished profiles could not be published');
    this.outbox = new Outbox({
      unpublished: (limit) => store.unpublished(limit),
      publish: (customers) =>
        bus.publish(
          profiles.name,
          this.messagesOf(customers, clock.now()).map((message) => toOutgoing(profiles, message)),
        ),
      markPublished: (customers) => store.markPublished(customers),
      keyOf: ({ customer, version }) => `${customer}:${version}`,
      now: () => clock.now(),
      oldest: metrics.unpublished.labels({ service: 'profile', kind: 'profiles' }),
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, () => this.outbox.sweep());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  private messagesOf(customers: readonly UnpublishedCustomer[], now: number): ProfileChanged[] {
    const alive = customers.filter(({ rows }) => rows.length > 0);
    return alive.map(({ customer, version, rows }) => {
      // There is no new touchpoint: the customer's last one gives the time.
      const occurredAt = Math.max(...rows.map((row) => row.part.lastSeen ?? 0));
      return profileOf(customer, version, rows, {
        occurredAt,
        recordedAt: now,
        origin: 'live',
        cause: null,
      });
    });
  }
}
