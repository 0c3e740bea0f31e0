import type { Origin } from '@segue/contracts';
import { Metrics } from '@segue/service';
import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';

@Injectable()
export class IngestionMetrics {
  private readonly events: Counter<'origin' | 'outcome'>;

  constructor({ registry }: Metrics) {
    this.events = new Counter({
      name: 'segue_events_total',
      help: 'Events received over HTTP',
      labelNames: ['origin', 'outcome'],
      registers: [registry],
    });
  }

  count(origin: Origin, accepted: number, rejected: number): void {
    if (accepted > 0) this.events.inc({ origin, outcome: 'accepted' }, accepted);
    if (rejected > 0) this.events.inc({ origin, outcome: 'rejected' }, rejected);
  }
}
