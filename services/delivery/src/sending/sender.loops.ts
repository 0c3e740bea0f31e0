// Runs the senders and the outbox of outcomes. Each channel and message class has one loop, which
// runs one round at a time for each target: a slow receiver or a wait for consents delays only its
// own messages.
import { type Log, WakeUp } from '@segue/bus';
import { type Action, CHANNELS, type ChannelKind, type MessageClass } from '@segue/contracts';
import { LOG, Rounds, faultOf } from '@segue/service';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Channels } from '../channels/channels';
import { Outcomes } from '../outcomes/outcomes';
import { Sender } from './sender';
import { StopStore } from './stop.store';

const CLASSES: readonly MessageClass[] = ['service', 'marketing'];
/**
 * Filing wakes the sender. Postponed messages, and those filed by an instance that has ended since,
 * are found by polling.
 */
const POLL_MS = 1_000;
const SWEEP_EVERY_MS = 2_000;
const GIVE_UP_EVERY_MS = 5_000;
const RELEASE_EVERY_MS = 1_000;
const AFTER_FAULT_MS = 1_000;

@Injectable()
export class SenderLoops implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private readonly senders = new Map<string, WakeUp>();
  private readonly outbox = new WakeUp();
  private readonly rounds: Rounds;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly sender: Sender,
    private readonly outcomes: Outcomes,
    private readonly channels: Channels,
    private readonly stops: StopStore,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.rounds = new Rounds(log, 'a periodic task of delivery failed');
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.channels.prepare();
    this.loops = [this.loop(this.outbox, () => this.outcomes.publishNext())];
    for (const kind of CHANNELS) {
      for (const messageClass of CLASSES) {
        const wakeUp = new WakeUp();
        this.senders.set(keyOf(kind, messageClass), wakeUp);
        this.loops.push(this.sendFor(kind, messageClass, wakeUp));
      }
    }
    this.rounds.every(RELEASE_EVERY_MS, () => this.release());
    this.rounds.every(GIVE_UP_EVERY_MS, () => this.sender.giveUpUnknown());
    // The loop publishes what it finds; the sweep measures what it fails to publish.
    this.rounds.every(SWEEP_EVERY_MS, () => this.outcomes.sweep());
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    for (const wakeUp of [this.outbox, ...this.senders.values()]) wakeUp.set();
    await Promise.all([this.rounds.stop(), ...this.loops]);
    await this.channels.close();
  }

  /** Wakes the senders of newly filed actions, and the outbox for those that are not sent. */
  wake(actions: readonly Action[]): void {
    for (const key of new Set(actions.map((action) => keyOf(action.channel, action.class))))
      (this.senders.get(key) ?? this.outbox).set();
  }

  /** Messages of campaigns that may send again go on. */
  private async release(): Promise<void> {
    if ((await this.stops.release()) > 0) for (const wakeUp of this.senders.values()) wakeUp.set();
  }

  private async sendFor(kind: ChannelKind, messageClass: MessageClass, wakeUp: WakeUp): Promise<void> {
    const busy = new Map<string, Promise<void>>();
    await this.loop(wakeUp, async () => {
      const rounds = await this.sender.begin(kind, messageClass, [...busy.keys()], this.stop.signal);
      for (const { target, done } of rounds) {
        const ended = this.watched(() => done).then(() => {
          busy.delete(target);
          this.outbox.set();
          wakeUp.set();
        });
        busy.set(target, ended);
      }
      return rounds.length;
    });
    await Promise.all(busy.values());
  }

  /** Logs a failure, then pauses, so that the next attempt does not follow at once. */
  private async watched(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log('warn', 'messages could not be sent', { fault: faultOf(error) });
      await this.pause(AFTER_FAULT_MS);
    }
  }

  private async loop(wakeUp: WakeUp, round: () => Promise<number>): Promise<void> {
    while (!this.stop.signal.aborted) {
      await this.watched(async () => {
        if ((await round()) === 0) await wakeUp.wait(POLL_MS);
      });
    }
  }

  private async pause(ms: number): Promise<void> {
    // An abort ends the pause; the loop checks the signal itself.
    await sleep(ms, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}

const keyOf = (channel: string, messageClass: MessageClass) => `${channel} ${messageClass}`;
