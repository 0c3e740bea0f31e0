// The result of an import, as it grows.
import { FAULTS_KEPT } from './lines/order-book';
import type { RowFault } from './lines/order-file';

/** An event that was rejected. */
export interface Rejected {
  /** Index among the offered events. */
  index: number;
  /** Such as `batch.3.properties.total`. */
  path: string;
  message: string;
}

/** The result of an import; each order is counted once. */
export interface Imported {
  /** Orders that were accepted and are durable. */
  taken: number;
  /** Orders that the store already has, with the same customer, day and amount. */
  alreadyIn: number;
  /** Orders that the store has with another day or amount, which is kept. */
  differs: number;
  /** Orders whose id the store has for another customer. */
  ofAnother: number;
  refused: number;
  /** Refunds that were offered and accepted, also those that the store has already. */
  refunds: number;
  /** The first faults: orders that differ, belong to another customer or were refused. */
  faults: RowFault[];
}

export function note({ faults }: Imported, fault: RowFault): void {
  if (faults.length < FAULTS_KEPT) faults.push(fault);
}
