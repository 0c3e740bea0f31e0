// What the cases of the contract run on.
import type { Bus } from '../../src/bus';
import type { BusOptions } from '../../src/open';

export interface Driver {
  /** Options of a bus; in these tests each bus stands for another process. */
  options: Omit<BusOptions, 'clientId'>;
}

export interface Scope {
  /** A new bus for each case. */
  readonly bus: Bus;
  /** Returns another bus, closed after the case. */
  open(): Bus;
  driver(): Driver;
}
