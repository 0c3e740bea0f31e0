// The metrics at /metrics: one registry per process, so that standalone shows all its services in
// one place. Labels hold names from the code, never ids or values.
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Milliseconds between samples. Each wakes the process: every 10 ms that alone takes a hundredth of
 * a core. A delay is measured up to this much too short.
 */
const LOOP_PRECISION_MS = 25;
/** Resolution of prom-client's own gauges of the same delays; ours are finer. */
const COARSE_PRECISION_MS = 100;
const NANOSECONDS = 1e9;

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

  readonly unpublished = new Gauge({
    name: 'segue_unpublished_oldest_seconds',
    help: 'Age of the oldest row that a crash or an outage left unpublished; 0 for none',
    labelNames: ['service', 'kind'] as const,
    registers: [this.registry],
  });

  readonly age = new Histogram({
    name: 'segue_stage_age_seconds',
    help: 'From the acceptance of a touchpoint to a stage',
    labelNames: ['stage'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** Reset by each scrape, so that a maximum covers the time since the previous one. */
  private readonly delays: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_PRECISION_MS });

  readonly loopDelay = new Gauge({
    name: 'segue_event_loop_delay_seconds',
    help: 'By how much the event loop was late, since the scrape before: 0.5, 0.99 and the longest (1)',
    labelNames: ['quantile'] as const,
    registers: [this.registry],
    collect: () => this.noteDelays(),
  });

  private refresh: () => Promise<void> = async () => undefined;

  constructor() {
    collectDefaultMetrics({ eventLoopMonitoringPrecision: COARSE_PRECISION_MS, register: this.registry });
    this.delays.enable();
  }

  /** Records delays, less the resolution, for which a sample on time has waited as well. */
  private noteDelays(): void {
    const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - LOOP_PRECISION_MS / 1_000);
    if (this.delays.count === 0) return;
    this.loopDelay.set({ quantile: '0.5' }, seconds(this.delays.percentile(50)));
    this.loopDelay.set({ quantile: '0.99' }, seconds(this.delays.percentile(99)));
    this.loopDelay.set({ quantile: '1' }, seconds(this.delays.max));
    this.delays.reset();
  }

  /** Adds a callback that updates metrics before each scrape. */
  onScrape(refresh: () => Promise<void>): void {
    this.refresh = refresh;
  }
}
