// half: latency at half of the peak that the row `cold` measures; without that row the peak is
// measured first.
import { uniform } from '../customers';
import { latency } from '../latency';
import { PEAK, throughput } from '../phase';
import type { Figures } from '../table';
import type { Bench } from './row';

export async function half(bench: Bench): Promise<Figures> {
  bench.peak ??= (await throughput(bench, uniform(bench.options.customers)))[PEAK] ?? 0;
  const rate = bench.peak / 2;
  return { 'events/s, sent': rate, ...(await latency(bench, rate)) };
}
