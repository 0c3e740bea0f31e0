// The latest touchpoints that this process took in, for who wants to see life go by. Kept in memory: after a start it is empty, and of several
// instances each shows its own.
import type { ProfileChanged } from '@segue/contracts';
import { Injectable } from '@nestjs/common';

export interface Recent {
  customer: string;
  identity: string;
  source: string;
  id: string;
  event: string;
  origin: string;
  occurredAt: number;
  recordedAt: number;
  simulated: boolean;
}

const KEPT = 100;

@Injectable()
export class RecentTouchpoints {
  private recent: Recent[] = [];

  note(profiles: readonly ProfileChanged[]): void {
    const seen = profiles.slice(-KEPT).flatMap(({ customer, touchpoints }) =>
      touchpoints.slice(-KEPT).map(({ identity, source, id, event, origin, occurredAt, recordedAt, context }) => ({
        ...{ customer, identity, source, id, event, origin, occurredAt, recordedAt },
        simulated: context.simulated === true,
      })),
    );
    this.recent = [...this.recent, ...seen.sort((a, b) => a.recordedAt - b.recordedAt)].slice(-KEPT);
  }

  /** Newest first. */
  latest(limit: number): Recent[] {
    return this.recent.slice(-limit).reverse();
  }
}
