// Keeps the senders and the outcomes going: one loop for each channel and sort, and in it one round at a time for each target, so that neither a slow
// receiver nor a wait for consents holds up others.
import { Bell, type Log } from '@segue/bus';
import type { Action, MessageClass } from '@segue/contracts';
import { LOG, Rounds, faultOf } from '@segue/service';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Channels } from './channels';
import { Outcomes } from './outcomes';
import { SENT_CHANNELS, type SentChannel, Sender } from './sender';

const SORTS: readonly MessageClass[] = ['service', 'marketing'];
/** What is filed here rings. What was put off, or was filed by an instance that died since, is found by looking. */
const LOOK_EVERY_MS = 1_000;
const AFTER_FAULT_MS = 1_000;

@Injectable()
export class SenderLoops implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private readonly senders = new Map<string, Bell>();
  private readonly teller = new Bell();
  private readonly rounds: Rounds;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly sender: Sender,
    private readonly outcomes: Outcomes,
    private readonly channels: Channels,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.rounds = new Rounds(log, 'attempts without an end could not be looked for');
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.channels.prepare();
    this.loops = [this.loop(this.teller, () => this.outcomes.publish())];
    for (const kind of SENT_CHANNELS) {
      for (const sort of SORTS) {
        const bell = new Bell();
        this.senders.set(keyOf(kind, sort), bell);
        this.loops.push(this.sendFor(kind, sort, bell));
      }
    }
    this.rounds.every(LOOK_EVERY_MS, () => this.sender.giveUpUnknown());
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    for (const bell of [this.teller, ...this.senders.values()]) bell.ring();
    await Promise.all([this.rounds.stop(), ...this.loops]);
    await this.channels.close();
  }

  /** These were filed: wakes who sends them, and who tells of those that only fill the outbox. */
  wake(actions: readonly Action[]): void {
    for (const key of new Set(actions.map((action) => keyOf(action.channel, action.class))))
      (this.senders.get(key) ?? this.teller).ring();
  }

  private async sendFor(kind: SentChannel, sort: MessageClass, bell: Bell): Promise<void> {
    const busy = new Map<string, Promise<void>>();
    await this.loop(bell, async () => {
      const rounds = await this.sender.begin(kind, sort, [...busy.keys()], this.stop.signal);
      for (const { target, done } of rounds) {
        const ended = this.watched(() => done).then(() => {
          busy.delete(target);
          this.teller.ring();
          bell.ring();
        });
        busy.set(target, ended);
      }
      return rounds.length;
    });
    await Promise.all(busy.values());
  }

  /** What fails is told, and comes again after a pause. */
  private async watched(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log('warn', 'messages could not be sent', { fault: faultOf(error) });
      await this.pause(AFTER_FAULT_MS);
    }
  }

  private async loop(bell: Bell, round: () => Promise<number>): Promise<void> {
    while (!this.stop.signal.aborted) {
      await this.watched(async () => {
        if ((await round()) === 0) await bell.wait(LOOK_EVERY_MS);
      });
    }
  }

  private async pause(ms: number): Promise<void> {
    // Aborted is awake: the loop looks at the signal itself.
    await sleep(ms, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}

const keyOf = (channel: string, sort: MessageClass) => `${channel} ${sort}`;
