// The values of the streams of events that the server sends.
import type { operations } from './schema';

type StreamValue<O extends 'LiveController_live' | 'SaleController_ring'> =
  operations[O]['responses'][200]['content']['text/event-stream'];

export type News = StreamValue<'LiveController_live'>[number];
export type Stage = StreamValue<'SaleController_ring'>;
