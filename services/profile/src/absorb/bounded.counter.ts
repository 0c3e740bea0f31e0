// Counts items dropped at bounds, for operators: an alarm on it detects a sender that floods
// customers.
import { Metrics } from '@segue/service';
import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { Absorbed } from './domain/state';

const NAME = 'segue_bounded_total';

@Injectable()
export class BoundedCounter {
  private readonly counter: Counter<'what'>;

  constructor({ registry }: Metrics) {
    this.counter =
      (registry.getSingleMetric(NAME) as Counter<'what'> | undefined) ??
      new Counter({
        name: NAME,
        help: 'Entries of customers that fell out because a bound was reached',
        labelNames: ['what'] as const,
        registers: [registry],
      });
  }

  note(dropped: Absorbed['dropped']): void {
    for (const [what, count] of dropped) this.counter.inc({ what }, count);
  }
}
