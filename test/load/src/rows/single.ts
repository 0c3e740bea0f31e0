// single: one customer gets every event, so that nothing runs in parallel and its history grows to
// all events of the row. Throughput and cost.
import { single as singleCustomer } from '../customers';
import { throughput } from '../phase';
import type { Row } from './row';

export const single: Row = (bench) => throughput(bench, singleCustomer);
