// What the server tells as it happens: a value of each event of its streams.
import type { operations } from './schema';

type Told<O extends 'LiveController_live' | 'SaleController_ring'> =
  operations[O]['responses'][200]['content']['text/event-stream'];

export type News = Told<'LiveController_live'>[number];
export type Stage = Told<'SaleController_ring'>;
