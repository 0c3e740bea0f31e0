// What a row of the bench gets and returns.
import type { Bus } from '@segue/bus';
import type { SegueClient } from '@segue/replay';
import type { ServiceName } from '@segue/contracts';
import type { System } from '../../../e2e/src/system';
import type { Build, Kind } from '../build';
import type { CustomerOf } from '../customers';
import type { Options } from '../options';
import type { Load } from '../sender';
import type { Figures } from '../table';

/** A running system with its segments, its campaign and its customers, at rest. */
export interface Bench {
  build: Build;
  kind: Kind;
  system: System;
  /** The log of the system, to see how far the services have read. */
  bus: Bus;
  options: Options;
  /** Touchpoints a second that the row `cold` has measured in this run; undefined before. */
  peak: number | undefined;
  clientOf(service: ServiceName): SegueClient;
  /** Milliseconds that a system with this many customers may take to come to rest. */
  patienceMs: number;
  /** Returns a function that prints the count of so many things every ten seconds. */
  progress(total: number, what: string): (count: number) => void;
  /** Returns a load of the next `count` events, of which none has been sent before. */
  loadOf(customerOf: CustomerOf, count: number): Load;
}

/** Measures one thing on a system at rest, and leaves it at rest. */
export type Row = (bench: Bench) => Promise<Figures>;
