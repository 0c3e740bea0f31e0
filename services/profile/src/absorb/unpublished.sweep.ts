// Publishes what a crash left unpublished: customers that lost an identity in a batch that was
// committed but never published.
import { type Bus, type Log, toOutgoing } from '@segue/bus';
import { profiles } from '@segue/contracts';
import type { Brand } from '@segue/parts';
import { BUS, CLOCK, type Clock, LOG, Overdue, Rounds } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BRAND } from '../brand';
import { profileOf } from './domain/profiles-changed';
import { ProfileStore } from './profile.store';

const EVERY_MS = 2_000;
const AT_ONCE = 500;

@Injectable()
export class UnpublishedSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly overdue = new Overdue();
  private readonly rounds: Rounds;

  constructor(
    private readonly store: ProfileStore,
    @Inject(BRAND) private readonly brand: Brand,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'unpublished profiles could not be published');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, () => this.sweep());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  private async sweep(): Promise<void> {
    const found = await this.store.unpublished(AT_ONCE);
    const unpublished = this.overdue.among(found, ({ customer, version }) => `${customer}:${version}`);
    if (unpublished.length === 0) return;
    const now = this.clock.now();
    // There is no new touchpoint: the customer's last one gives the time.
    const alive = unpublished.filter(({ rows }) => rows.length > 0);
    const messages = alive.map(({ customer, version, rows }) => {
      const occurredAt = Math.max(...rows.map((row) => row.part.lastSeen ?? 0));
      return profileOf(customer, version, rows, this.brand, {
        occurredAt,
        recordedAt: now,
        origin: 'live',
        cause: null,
      });
    });
    await this.bus.publish(
      profiles.name,
      messages.map((message) => toOutgoing(profiles, message)),
    );
    await this.store.markPublished(unpublished);
  }
}
