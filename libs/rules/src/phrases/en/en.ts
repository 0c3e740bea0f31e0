// Conditions in English, as the end of "customers who …".
import type { EventPattern, Filter } from '../../language/patterns';
import type { Within } from '../../language/time';
import { type Names, type Phrases, nameIn, placeKind, segmentName } from '../phrases';
import { choice, compared, distinct, numbered, often } from './comparisons';
import { orderInWords } from './orders';
import { plural } from './plural';
import { distance, during, ending, length, place } from './times';

export const english: Phrases = {
  and: (parts) => parts.join(', and '),
  or: (parts) => parts.join(', or '),
  some: (atLeast, parts) => `at least ${atLeast} of these hold: ${parts.join('; ')}`,
  not: (part) => `it is not so that ${part}`,
  group: (part) => `(${part})`,
  sentence: (whole) => `Customers of whom this is true: ${whole}.`,

  trait: (leaf) => `${leaf.name} ${compared(leaf)}`,
  event: ({ times, within, ...pattern }) => `they did ${what(pattern)} ${often(times)}${during(within)}`,
  never: ({ within, ...pattern }) => `they never did ${what(pattern)}${during(within)}`,
  sum: (leaf) => `the sum of ${leaf.property} over ${what(leaf)}${during(leaf.within)} ${numbered(leaf)}`,
  average: (leaf) => `the average of ${leaf.property} over ${what(leaf)}${during(leaf.within)} ${numbered(leaf)}`,
  ratio: (leaf) => `${what(leaf.part)} for each ${what(leaf.whole)}${during(leaf.within)} ${numbered(leaf)}`,
  distinct: (leaf) => `they did ${what(leaf)} with ${distinct(leaf.times)} of ${leaf.property}${during(leaf.within)}`,
  first: (leaf) => `their first ${what(leaf)} ${happened(leaf)}`,
  last: (leaf) => `their last ${what(leaf)} ${happened(leaf)}`,
  unanswered: (leaf) =>
    `they did ${what(leaf)}${during(leaf.within)} and then not ${what(leaf.by)} within ${length(leaf.for)}${leaf.still ? ', nor since' : ''}`,
  sequence: (leaf) =>
    `they did ${leaf.steps.map(what).join(', then ')} within ${length(leaf.span)}${ending(leaf.within)}`,
  place: (leaf) =>
    `they ${VISITED[leaf.visit](what(leaf))}${during(leaf.within)} in ${placeName(leaf.property)} ${choice(leaf.in)}`,
  order: orderInWords,
  recency: ({ is, days }) =>
    is === 'atLeast'
      ? `the last order was ${plural(days, 'day')} ago or longer`
      : `the last order was at most ${plural(days, 'day')} ago`,
  tier: ({ scheme, in: tiers }) => `the ${scheme} tier is ${choice(tiers)}`,
  number: (leaf, names) =>
    `${numberName(leaf.name, names)} ${leaf.is === 'known' || leaf.is === 'unknown' ? `is ${leaf.is}` : numbered(leaf)}`,
  date: ({ name, yearly, from, to, zone }) =>
    `today${place({ zone })} is ${distance(from, to)} ${yearly ? `the anniversary of ${name}` : name}`,
  age: (leaf) => `the years since ${leaf.name}${place(leaf)} ${numbered(leaf, 'are')}`,
  segment: ({ id }, names) => `they are in the segment “${segmentName(id, names)}”`,
  consent: ({ channel, purpose, is }) => `consent to ${purpose} by ${channel} is ${is}`,
  share: ({ seed, from, to }) => `they are in the random share from ${percent(from)} to ${percent(to)} of “${seed}”`,
};

/** The numbers of scoring. Rules compare money in minor units, so the sentence says so. */
const NUMBERS = {
  net: 'the net margin of 12 months (in minor units)',
  expectedRevenue: 'the expected revenue (in minor units)',
  spend: 'the spend so far (in minor units)',
  pAlive: 'the probability that they are still active',
  orders: 'the number of orders',
  purchaseDays: 'the number of days with a purchase',
};

function numberName(name: string, { numbers }: Names): string {
  return nameIn(numbers, name) ?? nameIn(NUMBERS, name) ?? `the number “${name}”`;
}

function what({ name, where }: EventPattern): string {
  return where?.length ? `“${name}” (${where.map(filtered).join(', ')})` : `“${name}”`;
}

const VISITED = {
  usual: (done: string) => `usually did ${done}`,
  last: (done: string) => `last did ${done}`,
  any: (done: string) => `did ${done} at least once`,
};

const PLACES = { store: 'the store', region: 'the region', tradeArea: 'the trade area' };

function placeName(property: string): string {
  return nameIn(PLACES, placeKind(property)) ?? property;
}

function filtered(filter: Filter): string {
  return `${filter.property} ${compared(filter)}`;
}

function happened({ has, within }: { has?: Filter[]; within?: Within }): string {
  const like = has?.length ? ` with ${has.map(filtered).join(' and ')}` : '';
  return `happened${like}${during(within)}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}
