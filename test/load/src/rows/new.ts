// new: every event is the first of a customer, so that each creates its rows. Throughput and cost.
import { fresh } from '../customers';
import { throughput } from '../phase';
import type { Row } from './row';

export const newCustomers: Row = (bench) => throughput(bench, fresh);
