// Calls of the Segment spec, once their body and their caller are known.
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, Problem } from '@segue/service';
import type { Caller } from './caller.check';
import { contextBytesOf, eventsIn } from './domain/body';
import { type Rejection, fingerprintOf, withIds } from './domain/judged';
import type { EventType } from './domain/segment-event';
import { MAX_CONTEXT_BYTES, MAX_LISTED_REJECTIONS, MAX_PUBLIC_EVENTS, MAX_REQUEST_EVENTS } from './limits';
import { Receipts } from './receipts';
import { TouchpointIntake } from './touchpoint.intake';
import { IdempotencyStore } from '../idempotency/idempotency.store';
import { SourceLimits } from '../sources/source.limits';

export interface Answer {
  success: true;
  /** Rejected events of a batch, at most MAX_LISTED_REJECTIONS; the others were accepted. */
  rejected?: Omit<Rejection, 'event'>[];
  /** Number of all rejected events. */
  rejectedCount?: number;
}

@Injectable()
export class SegmentCalls {
  constructor(
    private readonly limits: SourceLimits,
    private readonly intake: TouchpointIntake,
    private readonly receipts: Receipts,
    private readonly idempotency: IdempotencyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Accepts the events of a call, and answers once they are durable.
   * @throws {Problem} for too many events, and for a single event that is invalid.
   */
  async answer(call: EventType | 'batch', body: unknown, caller: Caller, key: string | null): Promise<Answer> {
    const events = call === 'batch' ? eventsIn(body).length : 1;
    const most = caller.source.public ? MAX_PUBLIC_EVENTS : MAX_REQUEST_EVENTS;
    if (events > most) {
      await this.limits.chargeTooLarge(caller);
      throw Problem.tooLarge(
        `a request${caller.source.public ? ' of a public source' : ''} may have at most ${most} events`,
      );
    }
    if (call === 'batch' && contextBytesOf(body) * events > MAX_CONTEXT_BYTES) {
      throw Problem.tooLarge(
        `the context of a batch, for each of its events, may make ${MAX_CONTEXT_BYTES} bytes at most`,
      );
    }
    await this.limits.spendEvents(caller, events);
    const now = this.clock.now();
    const judged = await this.intake.judge(call, body, caller, now, this.receipts.take(now, events));
    const drawn = key === null ? null : await this.idempotency.drawnFor(caller.source.id, key, fingerprintOf(judged));
    withIds(judged, (index) => (drawn === null ? randomUUID() : `${drawn}/${index}`));
    const rejected = await this.intake.take(judged, caller, now);
    if (call === 'batch') {
      const listed = rejected.slice(0, MAX_LISTED_REJECTIONS).map(withoutEvent);
      return { success: true, rejected: listed, rejectedCount: rejected.length };
    }
    if (rejected[0] !== undefined) throw Problem.invalid(rejected[0]);
    return { success: true };
  }
}

const withoutEvent = ({ event: _, ...shown }: Rejection) => shown;
