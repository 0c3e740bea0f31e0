// rate: latency at a moderate rate, `--rate` events a second.
import { latency } from '../latency';
import type { Row } from './row';

export const rate: Row = (bench) => latency(bench, bench.options.rate);
