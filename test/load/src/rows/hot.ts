// hot: a few customers get most events (Zipf's law), so that batches hold several events of one
// customer and its rows are changed again soon. Throughput and cost.
import { zipf } from '../customers';
import { throughput } from '../phase';
import type { Row } from './row';

export const hot: Row = (bench) => throughput(bench, zipf(bench.options.customers));
