// How long a touchpoint took from its acceptance to each stage, over the last minutes. One
// increment per event; quantiles to within 5 %.
import type { Clock } from '../time/clock';
import type { Metrics } from './metrics';

export interface Quantiles {
  count: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

const WINDOW_MS = 5 * 60_000;
const SLOT_MS = 10_000;
const SLOTS = WINDOW_MS / SLOT_MS;
/** Buckets grow by a tenth each: 0 to 1 ms, then up to a day. */
const GROWTH = Math.log(1.1);
const BUCKETS = 200;

/**
 * The latency of each stage that touchpoints reach: `profile`, `scoring`, `campaign`, `delivery`.
 */
export class StageLatency {
  private readonly stages = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Notes that a touchpoint accepted at `recordedAt` has reached the stage now. For live ones only,
   * since others wait on purpose.
   */
  note(stage: string, recordedAt: number): void {
    const now = this.clock.now();
    const ms = Math.max(0, now - recordedAt);
    this.windowOf(stage).add(ms, now);
    this.metrics.age.observe({ stage }, ms / 1000);
  }

  /**
   * Returns the quantiles of each stage over the last `windowMs` (in steps of ten seconds, five
   * minutes at most).
   */
  summary(windowMs = WINDOW_MS): Record<string, Quantiles> {
    const now = this.clock.now();
    return Object.fromEntries([...this.stages].map(([stage, window]) => [stage, window.quantiles(now, windowMs)]));
  }

  private windowOf(stage: string): Window {
    const known = this.stages.get(stage);
    if (known) return known;
    const fresh = new Window();
    this.stages.set(stage, fresh);
    return fresh;
  }
}

/** A ring of short histograms; the next one overwrites the oldest. */
export class Window {
  private readonly slots = Array.from({ length: SLOTS }, () => ({ number: -1, counts: new Uint32Array(BUCKETS) }));

  add(ms: number, now: number): void {
    const number = Math.floor(now / SLOT_MS);
    const slot = this.slots[number % SLOTS];
    if (slot === undefined) return;
    if (slot.number !== number) {
      slot.number = number;
      slot.counts.fill(0);
    }
    const bucket = bucketOf(ms);
    slot.counts[bucket] = (slot.counts[bucket] ?? 0) + 1;
  }

  quantiles(now: number, windowMs = WINDOW_MS): Quantiles {
    const oldest = Math.floor(now / SLOT_MS) - Math.min(SLOTS, Math.ceil(windowMs / SLOT_MS));
    const sums = new Float64Array(BUCKETS);
    for (const slot of this.slots) {
      if (slot.number > oldest) slot.counts.forEach((count, bucket) => (sums[bucket] = (sums[bucket] ?? 0) + count));
    }
    const count = sums.reduce((sum, each) => sum + each, 0);
    const at = (share: number) => quantile(sums, count * share);
    return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

const bucketOf = (ms: number) => (ms < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log(ms) / GROWTH)));

/** Returns the middle of a bucket, in milliseconds. */
const msOf = (bucket: number) => (bucket === 0 ? 0 : Math.round(Math.exp((bucket - 0.5) * GROWTH) * 10) / 10);

function quantile(sums: Float64Array, rank: number): number {
  let seen = 0;
  for (const [bucket, count] of sums.entries()) {
    seen += count;
    if (count > 0 && seen >= rank) return msOf(bucket);
  }
  return 0;
}
