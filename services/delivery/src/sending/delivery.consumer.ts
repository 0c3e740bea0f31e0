// Files actions, keeps consents and which campaigns are stopped. Nothing is sent here: the senders
// take filed messages.
import { type Batch } from '@segue/bus';
import { type Action, type ConsentChanged, type Definition, actions, consents, definitions } from '@segue/contracts';
import { CLOCK, type Clock } from '@segue/service';
import { Controller, Inject } from '@nestjs/common';
import { DeliveryStore } from './delivery.store';
import { SenderLoops } from './sender.loops';
import { StopStore } from './stop.store';
import { OnBatch } from '../on-batch';

@Controller()
export class DeliveryConsumer {
  constructor(
    private readonly store: DeliveryStore,
    private readonly loops: SenderLoops,
    private readonly stops: StopStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Safe to repeat: an action is filed once, by its id. Actions after a wait are late by intention
   * and count for no latency.
   */
  @OnBatch(actions, { isTimed: ({ origin, step }) => origin === 'live' && step === 'start' })
  async fileBatch(batch: Batch<Action>): Promise<void> {
    const filed = batch.messages.map((message) => message.value);
    await this.store.file(filed, this.clock.now());
    this.loops.wake(filed);
  }

  /** Safe to repeat: older consents of an identity change nothing. */
  @OnBatch(consents)
  async keepConsents(batch: Batch<ConsentChanged>): Promise<void> {
    await this.store.saveConsents(batch.messages.map((message) => message.value));
  }

  /** Safe to repeat: older definitions of a campaign change nothing. */
  @OnBatch(definitions)
  async keepStops(batch: Batch<Definition>): Promise<void> {
    await this.stops.save(batch.messages.map((message) => message.value));
  }
}
