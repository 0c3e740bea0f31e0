// The options of reading an order file: those of the upload, else those of the store. Pure.
import { type CustomerKind, type Encoding, type EventOptions } from '@segue/order-files';

/** Options of an upload. */
export interface ImportOptions {
  /** Currency of amounts without one, ISO 4217. */
  currency?: string;
  /** IANA zone in which days begin. */
  zone?: string;
  /** Country of phone numbers without a prefix, ISO 3166-1. */
  country?: string;
  /** Kind of identity in the customer column; absent, it follows from the column's name. */
  customerKind?: CustomerKind;
  /** Absent: recognised from the bytes. */
  encoding?: Encoding;
  /** Further states of lines that are not orders. */
  leaveOut?: string[];
  /** Put before customers and order ids, to distinguish those of several shops. */
  prefix?: string;
}

/** The store's configuration. */
export interface Brand {
  currency: string;
  zone: string;
  country?: string | undefined;
}

/**
 * The complete options of reading, stored with an import so that it does not depend on later
 * changes of the configuration.
 */
export interface Terms {
  currency: string;
  zone: string;
  country?: string;
  kind?: CustomerKind;
  encoding?: Encoding;
  leaveOut: string[];
  prefix: string;
}

export function termsOf(given: ImportOptions, brand: Brand): Terms {
  const { customerKind: kind, encoding, country = brand.country } = given;
  return {
    currency: given.currency ?? brand.currency,
    zone: given.zone ?? brand.zone,
    leaveOut: given.leaveOut ?? [],
    prefix: given.prefix ?? '',
    ...(country !== undefined && { country }),
    ...(kind !== undefined && { kind }),
    ...(encoding !== undefined && { encoding }),
  };
}

export const eventOptions = ({ currency, zone, prefix }: Terms, kind: CustomerKind): EventOptions => ({
  currency,
  zone,
  prefix,
  kind,
});
