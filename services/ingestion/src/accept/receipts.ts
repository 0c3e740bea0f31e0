// Numbers the events of each millisecond in the order of receipt, so that two requests of one
// sender keep their order.
import { Injectable } from '@nestjs/common';

@Injectable()
export class Receipts {
  private at = 0;
  private next = 0;

  /** Reserves `count` places in the millisecond `now`; returns the first. */
  take(now: number, count: number): number {
    if (now !== this.at) {
      this.at = now;
      this.next = 0;
    }
    const first = this.next;
    this.next += count;
    return first;
  }
}
