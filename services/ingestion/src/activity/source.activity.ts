// Notes what each source sends: counted by the minute, and the last events with what became of
// them. Noting costs no query; what was noted is stored once a second.
import type { Log } from '@segue/bus';
import { CLOCK, type Clock, LOG, Rounds } from '@segue/service';
import type { Touchpoint } from '@segue/contracts';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Rejection } from '../accept/domain/judged';
import { ActivityStore, type Counted, KEPT_EVENTS, KEPT_MS } from './activity.store';
import {
  type Recent,
  type Unsigned,
  ignoredRecent,
  rejectedRecent,
  takenRecent,
  unsignedRecent,
} from './domain/recent';

const STORE_EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;
const MINUTE_MS = 60_000;
/** Maximum number of counters that wait to be stored, of one source or more. */
const MAX_WAITING = 10_000;

const UNSIGNED_EVERY_MS = 60_000;

/** Describes an event, only if it is still among the last ones when they are stored. */
type Noted = () => Recent;

@Injectable()
export class SourceActivity implements OnApplicationBootstrap, OnModuleDestroy {
  private counts = new Map<string, Counted>();
  private recent = new Map<string, Noted[]>();
  private last = new Map<string, number>();
  /** When a request without a right signature was last shown, by source and code. */
  private readonly unsigned = new Map<string, number>();
  private readonly rounds: Rounds;

  constructor(
    private readonly store: ActivityStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'what sources send could not be counted');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(STORE_EVERY_MS, () => this.storeNoted());
    this.rounds.every(PRUNE_EVERY_MS, () => this.store.pruneBefore(this.clock.now() - KEPT_MS));
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
    await this.storeNoted().catch(() => undefined);
  }

  noteTaken(source: string, at: number, touchpoints: readonly Touchpoint[]): void {
    this.count(source, at, 'taken', touchpoints.length);
    if (touchpoints.length > 0) this.noteLast(source, at);
    this.keep(source, touchpoints, (one) => takenRecent(source, at, one));
  }

  noteRejected(source: string, at: number, rejections: readonly Rejection[]): void {
    this.count(source, at, 'refused', rejections.length);
    if (rejections.length > 0) this.noteLast(source, at);
    this.keep(source, rejections, (one) => rejectedRecent(source, at, 'refused', one));
  }

  noteRemarks(source: string, at: number, remarks: readonly Rejection[]): void {
    this.keep(source, remarks, (one) => rejectedRecent(source, at, 'remark', one));
  }

  noteIgnored(source: string, at: number, topic: string, reasons: readonly string[]): void {
    this.count(source, at, 'ignored', reasons.length);
    if (reasons.length > 0) this.noteLast(source, at);
    this.keep(source, reasons, (reason) => ignoredRecent(source, at, topic, reason));
  }

  /**
   * Notes a request without a right signature. Anybody can send such requests: all are counted, one
   * a minute of each kind is shown, and they are no news of the source.
   */
  noteUnsigned(source: string, at: number, outcome: 'refused' | 'ignored', fault: Unsigned): void {
    this.count(source, at, outcome, 1);
    const kind = `${source} ${fault.code}`;
    if (at - (this.unsigned.get(kind) ?? -Infinity) < UNSIGNED_EVERY_MS) return;
    this.unsigned.set(kind, at);
    this.keep(source, [fault], (one) => unsignedRecent(source, at, outcome, one));
  }

  private count(source: string, at: number, what: 'taken' | 'refused' | 'ignored', events: number): void {
    if (events === 0) return;
    const minute = at - (at % MINUTE_MS);
    const key = `${source} ${minute}`;
    const known = this.counts.get(key) ?? { source, minute, taken: 0, refused: 0, ignored: 0 };
    if (this.counts.size < MAX_WAITING) this.counts.set(key, known);
    known[what] += events;
  }

  private noteLast(source: string, at: number): void {
    this.last.set(source, Math.max(at, this.last.get(source) ?? 0));
  }

  private keep<T>(source: string, all: readonly T[], describe: (one: T) => Recent): void {
    if (all.length === 0) return;
    const noted = all.slice(-KEPT_EVENTS).map((one) => () => describe(one));
    const known = [...(this.recent.get(source) ?? []), ...noted];
    this.recent.set(source, known.slice(-KEPT_EVENTS));
  }

  private async storeNoted(): Promise<void> {
    if (this.counts.size === 0 && this.recent.size === 0) return;
    const [counts, recent, last] = [[...this.counts.values()], [...this.recent.values()].flat(), this.last];
    [this.counts, this.recent, this.last] = [new Map(), new Map(), new Map()];
    if (counts.length > 0) await this.store.count(counts);
    if (last.size > 0) await this.store.noteLast(last);
    if (recent.length > 0) await this.store.add(recent.map((describe) => describe()));
  }
}
