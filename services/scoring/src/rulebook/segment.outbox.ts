// Publishes segments that were saved or deleted, so that campaigns know which there are.
import { type Bus, type Log, toOutgoing } from '@segue/bus';
import { type SegmentChanged, segments } from '@segue/contracts';
import { type Clock, Outbox, faultOf } from '@segue/service';
import type { ChangedSegment, SegmentStore } from './segment.store';

export class SegmentOutbox {
  private readonly outbox: Outbox<ChangedSegment>;

  constructor(
    store: SegmentStore,
    bus: Bus,
    clock: Clock,
    private readonly log: Log,
  ) {
    this.outbox = new Outbox({
      unpublished: (limit) => store.unpublished(limit),
      publish: async (rows) => {
        const now = clock.now();
        await bus.publish(
          segments.name,
          rows.map((row) => toOutgoing(segments, messageOf(row, now))),
        );
      },
      markPublished: (rows) => store.markPublished(rows),
      keyOf: ({ id, version }) => `${id} ${version}`,
      now: () => clock.now(),
    });
  }

  /** Publishes after an edit. An edit stands while the log is down: a sweep publishes it later. */
  async publish(): Promise<void> {
    await this.outbox
      .publishAll()
      .catch((error: unknown) => this.log('warn', 'segments are published later', { fault: faultOf(error) }));
  }

  /** Publishes what a crash or an outage left unpublished. */
  sweep(): Promise<void> {
    return this.outbox.sweep();
  }
}

function messageOf({ id: segment, name, version, deleted: isDeleted }: ChangedSegment, now: number): SegmentChanged {
  return { v: 1, segment, version, name, isDeleted, occurredAt: now, recordedAt: now, origin: 'live', cause: null };
}
