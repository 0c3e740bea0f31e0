// Keeps the senders and the outcomes going: one loop for each channel and sort, so that neither a slow provider nor a wait for consents holds up others.
import type { Log } from '@segue/bus';
import type { MessageClass } from '@segue/contracts';
import { LOG, faultOf } from '@segue/service';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Channels } from './channels';
import { Outcomes } from './outcomes';
import { SENT_CHANNELS, Sender } from './sender';

const SORTS: readonly MessageClass[] = ['service', 'marketing'];
const IDLE_MS = 100;
const AFTER_FAULT_MS = 1_000;

@Injectable()
export class SenderLoops implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    private readonly sender: Sender,
    private readonly outcomes: Outcomes,
    private readonly channels: Channels,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.loops = [
      ...SENT_CHANNELS.flatMap((kind) =>
        SORTS.map((sort) => this.loop(() => this.sender.round(kind, sort, this.stop.signal))),
      ),
      this.loop(() => this.outcomes.publish()),
    ];
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.loops);
    await this.channels.close();
  }

  private async loop(round: () => Promise<number>): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        if ((await round()) === 0) await this.pause(IDLE_MS);
      } catch (error) {
        this.log('warn', 'messages could not be sent', { fault: faultOf(error) });
        await this.pause(AFTER_FAULT_MS);
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    // Aborted is awake: the loop looks at the signal itself.
    await sleep(ms, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
