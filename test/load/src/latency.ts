// Latency in an open loop: events are sent at their times, whether or not earlier ones are done.
import { pause } from '../../e2e/src/pause';
import { uniform } from './customers';
import type { Bench } from './rows/row';
import { say } from './progress';
import { sendAtRate } from './sender';
import type { Figures } from './table';

interface Quantiles {
  count: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** The stages at which a touchpoint's membership and its action are stored, with their service. */
const STAGES = { membership: 'scoring', action: 'campaign' } as const;
/** Services count latencies in slots of ten seconds, and remember five minutes of them. */
const SLOT_S = 10;
const MOST_S = 300;
/** Keeps earlier events out of the slots that are read, of which the first may begin too early. */
const PAUSE_MS = 25_000;

/**
 * Sends live traffic of all customers at `rate` events a second for `seconds`; returns the time
 * from acceptance to each stage, as the services have measured it.
 * @param settled resolves when the last events have passed; by default when all is at rest
 */
export async function latency(
  bench: Bench,
  rate: number,
  settled: () => Promise<unknown> = () => bench.system.quiet(),
): Promise<Figures> {
  const { seconds, customers } = bench.options;
  await pause(PAUSE_MS);
  const started = performance.now();
  const sent = await sendAtRate(bench.loadOf(uniform(customers), Math.ceil(rate * seconds)), rate, seconds);
  await settled();
  const windowS = Math.min(MOST_S, Math.ceil((performance.now() - started) / 1000) + SLOT_S);
  const figures: Figures = {};
  for (const [stage, service] of Object.entries(STAGES)) {
    const { count, p50, p99 } = await quantilesOf(bench, service, windowS);
    // Outcomes of messages are touchpoints as well, so there may be more.
    if (service === 'scoring' && count < sent) say(`  ${service} has measured ${count} of ${sent} events`);
    figures[`accepted → ${stage}, p50 ms`] = p50;
    figures[`accepted → ${stage}, p99 ms`] = p99;
  }
  return figures;
}

async function quantilesOf({ clientOf }: Bench, service: 'scoring' | 'campaign', windowS: number): Promise<Quantiles> {
  const path = `/api/status/${service}?seconds=${windowS}`;
  const { stages } = (await clientOf(service).get(path)) as { stages: Record<string, Quantiles> };
  const quantiles = stages[service];
  if (quantiles === undefined || quantiles.count === 0) throw new Error(`${service} has not measured any event`);
  return quantiles;
}
