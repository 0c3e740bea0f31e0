// Accepts the events of a request: judges each by itself, writes the accepted ones, keeps the
// rejected ones in quarantine.
import { Injectable } from '@nestjs/common';
import { toOutgoing } from '@segue/bus';
import { type Topic, type Touchpoint, touchpoints, touchpointsBulk } from '@segue/contracts';
import { WITHDRAWN } from '@segue/parts';
import { Problem, inSlices } from '@segue/service';
import { Caller } from './caller.check';
import { judgeBatch, judgeOne } from './domain/accept';
import { type Judged, type Reception, type Rejection, oversized } from './domain/judged';
import type { EventType } from './domain/segment-event';
import { IngestionMetrics } from './ingestion.metrics';
import { MAX_MADE_BYTES, MAX_TOUCHPOINT_BYTES } from './limits';
import { TouchpointWriter, type Write } from './touchpoint.writer';
import { SourceActivity } from '../activity/source.activity';
import { BusySources } from '../bulk/busy.sources';
import { type Queue, queueOf } from '../bulk/domain/queues';
import { IngestionConfig } from '../config';
import { QuarantineStore } from '../quarantine/quarantine.store';
import { SourceLimits } from '../sources/source.limits';
import { ReplayClock } from '../time/replay.clock';

/** A touchpoint, encoded for its queue; `index` is its place in the request. */
type Encoded = { index: number; touchpoint: Touchpoint; write: Write };

const TOPIC_OF: Record<Queue, Topic<Touchpoint>> = { live: touchpoints, bulk: touchpointsBulk };

@Injectable()
export class TouchpointIntake {
  constructor(
    private readonly replay: ReplayClock,
    private readonly writer: TouchpointWriter,
    private readonly quarantine: QuarantineStore,
    private readonly limits: SourceLimits,
    private readonly busy: BusySources,
    private readonly activity: SourceActivity,
    private readonly metrics: IngestionMetrics,
    private readonly config: IngestionConfig,
  ) {}

  /**
   * Judges the events of a body, and writes nothing.
   * @param place number of events received earlier in the same millisecond; it orders touchpoints.
   */
  async judge(call: EventType | 'batch', body: unknown, caller: Caller, now: number, place: number): Promise<Judged> {
    const reception: Reception = {
      ...caller,
      now,
      place,
      replayTime: this.replay.replayTime(),
      currency: this.config.SEGUE_CURRENCY,
      country: this.config.SEGUE_COUNTRY,
    };
    return call === 'batch' ? this.slicedFor(caller, judgeBatch(body, reception)) : judgeOne(body, call, reception);
  }

  /**
   * Writes what `judge` accepted. Resolves once it is durable, with all rejections: also those of
   * touchpoints that are too large once encoded.
   */
  async take({ accepted, rejected, remarks }: Judged, caller: Caller, now: number): Promise<Rejection[]> {
    await this.limits.spendWithdrawals(caller, accepted.filter(({ touchpoint }) => isWithdrawal(touchpoint)).length);
    const encoded = await this.slicedFor(caller, this.encoded(accepted, caller));
    const fitting = encoded.filter(fits);
    const large = encoded.filter((one) => !fits(one));
    const refused = large.map(({ index, touchpoint }) => oversized(index, touchpoint, MAX_TOUCHPOINT_BYTES));
    const all = refused.length === 0 ? rejected : [...rejected, ...refused].sort((a, b) => a.index - b.index);
    const { id } = caller.source;
    if (all.length > 0) this.quarantine.add(id, now, all);
    this.activity.noteRejected(id, now, all);
    // About accepted events: a field that was ignored, or a sign of a sender's error.
    if (remarks.length > 0) this.quarantine.add(id, now, remarks, { ofAccepted: true });
    // Stored before the first live touchpoint: no replay of history may start later.
    if (caller.origin === 'live' && fitting.length > 0) await this.replay.noteLive();
    const before = performance.now();
    await this.writer.write(fitting.map(({ write }) => write));
    if (caller.origin === 'import') await this.busy.leaveRoom(performance.now() - before, IMPORT_SHARE);
    const taken = fitting.map(({ touchpoint }) => touchpoint);
    this.activity.noteTaken(id, now, taken);
    this.activity.noteRemarks(id, now, remarks);
    this.metrics.count(caller.origin, fitting.length, all.length);
    return all;
  }

  /**
   * Works in slices; for an import with rests between them, in which live touchpoints pass.
   */
  private slicedFor<T>({ origin }: Caller, steps: Generator<void, T>): Promise<T> {
    if (origin !== 'import') return inSlices(steps);
    return inSlices(steps, IMPORT_SLICE_MS, () => this.busy.leaveRoom(IMPORT_SLICE_MS, IMPORT_SHARE));
  }

  private *encoded(accepted: Judged['accepted'], { source, origin }: Caller): Generator<void, Encoded[]> {
    if (origin === 'live') this.busy.note(source.id, accepted.length);
    const traffic = {
      origin,
      isReplaying: this.replay.replayTime() !== null,
      isOverShare: (source.public && this.busy.has(source.id)) || !this.limits.spendLiveShare(source, accepted.length),
    };
    const encoded: Encoded[] = [];
    let bytes = 0;
    for (const { index, touchpoint } of accepted) {
      const topic = TOPIC_OF[queueOf(touchpoint, traffic)];
      const message = toOutgoing(topic, touchpoint);
      bytes += message.value.length;
      if (bytes > MAX_MADE_BYTES)
        throw Problem.tooLarge(`the events of a request may make ${MAX_MADE_BYTES} bytes at most`);
      encoded.push({ index, touchpoint, write: { topic: topic.name, message } });
      yield;
    }
    return encoded;
  }
}

/** Share of the time that an import may take beside live traffic. */
const IMPORT_SHARE = 1 / 10;
const IMPORT_SLICE_MS = 4;

const fits = ({ write }: Encoded): boolean => write.message.value.length <= MAX_TOUCHPOINT_BYTES;
const isWithdrawal = ({ type, event }: Touchpoint): boolean => type === 'track' && event === WITHDRAWN;
