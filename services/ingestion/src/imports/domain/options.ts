// How an order file is to be read: what the upload says, else what the store is configured to.
// Pure.
import { type CustomerKind, type Encoding, type EventOptions } from '@segue/order-files';

/** What may be said with an upload. */
export interface ImportOptions {
  /** ISO 4217, of amounts for which the file names none. */
  currency?: string;
  /** IANA zone in which days begin. */
  zone?: string;
  /** ISO 3166-1, of phone numbers without a prefix. */
  country?: string;
  /** What the customer column holds; absent, its name says it. */
  customerKind?: CustomerKind;
  /** Absent: recognised from the bytes. */
  encoding?: Encoding;
  /** States whose lines are no orders, beside those that are known. */
  leaveOut?: string[];
  /** Put before customers and order ids, to tell those of several shops apart. */
  prefix?: string;
}

/** What the store is configured to. */
export interface Brand {
  currency: string;
  zone: string;
  country?: string | undefined;
}

/**
 * The options of reading; complete, so that a configuration that changes leaves an import as it is.
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
