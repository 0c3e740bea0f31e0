// What Prometheus reads at /metrics: one registry per process, so that standalone shows all its services in one place. Labels hold names of our own,
// never ids or values.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Each look wakes the process up: at prom-client's own 10 ms that alone is a hundredth of a core. */
const LOOP_PRECISION_MS = 100;

export class Metrics {
  readonly registry = new Registry();

  readonly http = new Histogram({
    name: 'segue_http_request_seconds',
    help: 'Time to answer by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly handler = new Histogram({
    name: 'segue_batch_seconds',
    help: 'Time of a batch handler',
    labelNames: ['service', 'topic'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly batchSize = new Histogram({
    name: 'segue_batch_messages',
    help: 'Messages per batch',
    labelNames: ['service', 'topic'] as const,
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000],
    registers: [this.registry],
  });

  readonly deadLetters = new Counter({
    name: 'segue_dead_letters_total',
    help: 'Messages put aside',
    labelNames: ['service', 'topic'] as const,
    registers: [this.registry],
  });

  readonly lag = new Gauge({
    name: 'segue_lag_messages',
    help: 'Messages not yet handled',
    labelNames: ['service', 'topic'] as const,
    registers: [this.registry],
    collect: () => this.refresh(),
  });

  readonly age = new Histogram({
    name: 'segue_stage_age_seconds',
    help: 'From the acceptance of a touchpoint to a stage',
    labelNames: ['stage'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  private refresh: () => Promise<void> = async () => undefined;

  constructor() {
    collectDefaultMetrics({ eventLoopMonitoringPrecision: LOOP_PRECISION_MS, register: this.registry });
  }

  /** What is asked for only when Prometheus asks. */
  onScrape(refresh: () => Promise<void>): void {
    this.refresh = refresh;
  }
}
