// Which customer an event belongs to, a pure function of the event's number.

/** Returns the user id of an event. */
export type CustomerOf = (number: number) => string;

/** All customers alike: each is visited once before any twice. */
export function uniform(customers: number): CustomerOf {
  // The multiplier is coprime to the number of customers.
  return (number) => `load-${(number * 7_919) % customers}`;
}

/**
 * A few customers get most events: the customer of rank k gets a share in proportion to 1/k (Zipf's
 * law with exponent 1). Of 20,000 customers the first gets 7 % of all events and the first hundred
 * together 47 %.
 */
export function zipf(customers: number): CustomerOf {
  return (number) => `load-${rankOf(fractionOf(number), customers) - 1}`;
}

/**
 * Returns the rank at a point of the distribution, from 1. The distribution function of 1/x on
 * [1, n + 1) is ln x / ln(n + 1), so its inverse is (n + 1) ^ u; whole ranks round that down.
 * @param at from 0 up to, but not including, 1
 */
export function rankOf(at: number, customers: number): number {
  return Math.min(customers, Math.floor((customers + 1) ** at));
}

/** Returns a fraction from 0 to less than 1 that looks random: the mixing steps of MurmurHash3. */
export function fractionOf(number: number): number {
  let hash = (number + 0x9e37_79b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** One customer gets every event. */
export const single: CustomerOf = () => 'load-single';

/** A customer for every event that no event had before. */
export const fresh: CustomerOf = (number) => `new-${number}`;

/** The members of a group in turn. */
export const inTurn =
  (name: string, size: number): CustomerOf =>
  (number) =>
    `${name}-${number % size}`;
