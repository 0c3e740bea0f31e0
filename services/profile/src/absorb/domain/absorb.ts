// Folds one batch of touchpoints into what is known. Pure: the store loads `Known`, calls `absorb`,
// and saves the result.
import {
  type ConsentChanged,
  type Identity,
  type NumberedTouchpoint,
  type ProfileChanged,
  type Touchpoint,
  customerIdOf,
} from '@segue/contracts';
import { type Bounded, type Brand, EMPTY_PART, type Folding, type Part, evolve, headOf, joinAll } from '@segue/parts';
import { consentsChanged } from './consents-changed';
import { type Link, absorbedBy, linked, linksOf, placedIn } from '../../identities/domain/links';
import { type Apart, regroup } from '../../identities/domain/members';
import { type TermChanges, termChanges } from '../../search/domain/terms';

export interface IdentityRow {
  identity: Identity;
  customer: string;
  /** How many touchpoints it owns; the next one gets this plus one. */
  number: number;
  link: Link | null;
  /** The latest link that names an anonymous identity; UTC milliseconds, by the hour. */
  linkedLast: number | null;
  /** Set while the identity stands apart from the customer that its link names. */
  apart: Apart | null;
  part: Part;
}

/**
 * State of the store, under the locks of `customers`: all identities of these customers, and which
 * touchpoints of the batch were seen before. Where the batch links an identity that stands apart,
 * the customer that it stands apart from is included.
 */
export interface KnownProfiles {
  identities: ReadonlyMap<Identity, IdentityRow>;
  /** Versions; 0 for a customer that is new. */
  customers: ReadonlyMap<string, number>;
  /** By `keyOf`. */
  seen: ReadonlyMap<string, { number: number; digest: string }>;
}

export interface Absorbed {
  /** New timeline rows. */
  timeline: NumberedTouchpoint[];
  /** Rows that are new or changed. */
  identities: IdentityRow[];
  /**
   * `owed`: unpublished, since no touchpoint of the batch is the customer's own (it lost an
   * identity), so a redelivery would not publish it again.
   */
  versions: { customer: string; version: number; owed: boolean; unvalued: number }[];
  /**
   * One for every customer that the batch names or changed, with or without news: a crash may have
   * prevented the previous publication.
   */
  profiles: ProfileChanged[];
  consents: ConsentChanged[];
  /** Search terms to add and to remove. */
  terms: TermChanges;
  /** Number of items dropped at bounds, for a counter. */
  dropped: ReadonlyMap<Bounded | 'identities', number>;
}

/** The touchpoint at this place of the batch cannot be taken in. */
export class Refusal extends Error {
  constructor(
    readonly place: number,
    readonly code: string,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Maximum bytes of touchpoints in one message: with the largest head and 100 identities it stays
 * below the broker's limit of a megabyte.
 */
const MOST_BYTES_IN_A_MESSAGE = 600_000;
/**
 * Number of touchpoints of the largest accepted size that fit in one message: fewer need not be
 * measured.
 */
const SURELY_FIT = 16;

/** What names a touchpoint for ever. */
export const keyOf = ({ identity, source, id }: Pick<Touchpoint, 'identity' | 'source' | 'id'>) =>
  `${identity}\n${source}\n${id}`;

/** Identities that a batch is about: owners, and what identifies link to them. */
export function identitiesIn(batch: readonly Touchpoint[]): Identity[] {
  const named = new Set<Identity>();
  for (const touchpoint of batch) {
    named.add(touchpoint.identity);
    for (const link of linksOf(touchpoint)) named.add(link.child);
  }
  return [...named];
}

/**
 * Folds a batch.
 * @param most identities of a customer.
 * @throws {Refusal} for the first touchpoint that cannot be folded or whose id was used for other
 * content.
 */
export function absorb(batch: readonly Touchpoint[], known: KnownProfiles, brand: Brand, most?: number): Absorbed {
  const rows = new Map(known.identities);
  const seen = new Map(known.seen);
  const changed = new Set<Identity>();
  const dropped = new Map<Bounded | 'identities', number>();
  const note = (what: Bounded | 'identities', count: number) => dropped.set(what, (dropped.get(what) ?? 0) + count);
  const folding: Folding = { onDropped: note, drafts: new WeakSet() };
  const numbered = batch.map((touchpoint, place): NumberedTouchpoint => {
    const key = keyOf(touchpoint);
    const before = seen.get(key);
    if (before) return redelivered(touchpoint, before, place);
    const row = take(rows.get(touchpoint.identity) ?? newRow(touchpoint.identity), touchpoint, brand, place, folding);
    rows.set(row.identity, row);
    changed.add(row.identity);
    for (const link of linksOf(touchpoint)) if (relink(rows, link)) changed.add(link.child);
    seen.set(key, { number: row.number, digest: touchpoint.digest });
    return { ...touchpoint, number: row.number };
  });
  const { moved, marked, parted } = regroup(rows, placedIn(batch), most);
  for (const identity of [...moved.keys(), ...marked]) changed.add(identity);
  if (parted > 0) note('identities', parted);
  const versions = nextVersions(rows, changed, moved, known.customers);
  const present = new Map([...known.customers, ...versions]);
  const members = membersOf(rows.values());
  const owners = new Set(batch.map(({ identity }) => rows.get(identity)?.customer));
  const timeline = firstSights(numbered, known.seen);
  const profiles = profilesOf(numbered, rows, members, present, [...versions.keys()], brand);
  const unvalued = new Map(profiles.map(({ customer, head }) => [customer, head.money.unvalued ?? 0]));
  return {
    timeline,
    identities: [...changed].map((identity) => rows.get(identity) as IdentityRow),
    versions: [...versions].map(([customer, version]) => ({
      customer,
      version,
      owed: !owners.has(customer),
      unvalued: unvalued.get(customer) ?? 0,
    })),
    profiles,
    consents: consentsChanged({
      touchpoints: numbered,
      isAgain: (touchpoint) => known.seen.has(keyOf(touchpoint)),
      before: { rows: known.identities, members: membersOf(known.identities.values()) },
      after: { rows, members },
      versions: present,
      brand,
    }),
    terms: termChanges(known.identities, rows, timeline, brand),
    dropped,
  };
}

/**
 * Returns the heads of these customers without news: for those that lost an identity, and for those
 * left unpublished by a crash.
 */
export function profileOf(
  customer: string,
  version: number,
  rows: readonly IdentityRow[],
  brand: Brand,
  lived: Pick<ProfileChanged, 'occurredAt' | 'recordedAt' | 'origin' | 'cause'>,
): ProfileChanged {
  const identities = rows.map((row) => row.identity).sort();
  const absorbed = absorbedBy(customer, identities);
  const head = headOf(joinAll(rows.map((row) => row.part)), brand);
  const { occurredAt, recordedAt, origin, cause } = lived;
  return {
    v: 1,
    customer,
    version,
    identities,
    head,
    touchpoints: [],
    absorbed,
    occurredAt,
    recordedAt,
    origin,
    cause,
  };
}

function redelivered(
  touchpoint: Touchpoint,
  before: { number: number; digest: string },
  place: number,
): NumberedTouchpoint {
  if (before.digest === touchpoint.digest) return { ...touchpoint, number: before.number };
  throw new Refusal(place, 'conflict', 'messageId', 'this message id was used before with another content');
}

function newRow(identity: Identity): IdentityRow {
  return {
    identity,
    customer: customerIdOf(identity),
    number: 0,
    link: null,
    linkedLast: null,
    apart: null,
    part: EMPTY_PART,
  };
}

function take(row: IdentityRow, touchpoint: Touchpoint, brand: Brand, place: number, folding: Folding): IdentityRow {
  try {
    return { ...row, number: row.number + 1, part: evolve(row.part, touchpoint, brand, folding) };
  } catch (error) {
    const { code = 'fold', path = '', message } = error as { code?: string; path?: string; message: string };
    throw new Refusal(place, code, path, message);
  }
}

/** Adds a link; returns whether the child's row changed. */
function relink(rows: Map<Identity, IdentityRow>, link: Link): boolean {
  const child = rows.get(link.child) ?? newRow(link.child);
  const relinked = linked(child, link);
  rows.set(link.child, relinked);
  return relinked !== child;
}

/**
 * Returns the versions of changed customers: one more than the largest among the customer itself
 * and those whose identities it received.
 */
function nextVersions(
  rows: ReadonlyMap<Identity, IdentityRow>,
  changed: ReadonlySet<Identity>,
  moved: ReadonlyMap<Identity, string>,
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  const next = new Map<string, number>();
  const atLeast = (customer: string, version: number) =>
    next.set(customer, Math.max(next.get(customer) ?? 0, (before.get(customer) ?? 0) + 1, version + 1));
  for (const identity of changed) {
    const { customer } = rows.get(identity) as IdentityRow;
    const from = moved.get(identity);
    atLeast(customer, from === undefined ? 0 : (before.get(from) ?? 0));
  }
  const alive = new Set([...rows.values()].map((row) => row.customer));
  for (const from of moved.values()) if (alive.has(from)) atLeast(from, 0);
  return next;
}

function firstSights(numbered: readonly NumberedTouchpoint[], seen: KnownProfiles['seen']): NumberedTouchpoint[] {
  const fresh = new Map<string, NumberedTouchpoint>();
  for (const touchpoint of numbered) {
    const key = keyOf(touchpoint);
    if (!seen.has(key) && !fresh.has(key)) fresh.set(key, touchpoint);
  }
  return [...fresh.values()];
}

function profilesOf(
  numbered: readonly NumberedTouchpoint[],
  rows: ReadonlyMap<Identity, IdentityRow>,
  members: ReadonlyMap<string, readonly IdentityRow[]>,
  versions: ReadonlyMap<string, number>,
  changed: readonly string[],
  brand: Brand,
): ProfileChanged[] {
  const byCustomer = new Map<string, NumberedTouchpoint[]>(changed.map((customer) => [customer, []]));
  for (const touchpoint of numbered) {
    const { customer } = rows.get(touchpoint.identity) as IdentityRow;
    const known = byCustomer.get(customer);
    if (known) known.push(touchpoint);
    else byCustomer.set(customer, [touchpoint]);
  }
  return [...byCustomer].flatMap(([customer, touchpoints]) => {
    const lived = touchpoints.at(-1) ?? (numbered.at(-1) as NumberedTouchpoint);
    const profile = profileOf(customer, versions.get(customer) ?? 1, members.get(customer) ?? [], brand, lived);
    return inMessages(profile, touchpoints);
  });
}

function inMessages(profile: ProfileChanged, touchpoints: readonly NumberedTouchpoint[]): ProfileChanged[] {
  if (touchpoints.length === 0) return [profile];
  return portionsOf(touchpoints).map((some) => {
    // The oldest: time must not pass a touchpoint that is still on its way.
    const recordedAt = Math.min(...some.map((touchpoint) => touchpoint.recordedAt));
    return { ...profile, recordedAt, touchpoints: some };
  });
}

function portionsOf(touchpoints: readonly NumberedTouchpoint[]): NumberedTouchpoint[][] {
  if (touchpoints.length <= SURELY_FIT) return [[...touchpoints]];
  let portion: NumberedTouchpoint[] = [];
  const portions = [portion];
  let bytes = 0;
  for (const touchpoint of touchpoints) {
    const size = Buffer.byteLength(JSON.stringify(touchpoint));
    bytes += size;
    if (bytes > MOST_BYTES_IN_A_MESSAGE && portion.length > 0) {
      portions.push((portion = []));
      bytes = size;
    }
    portion.push(touchpoint);
  }
  return portions;
}

/** Groups rows by customer. */
export function membersOf(rows: Iterable<IdentityRow>): Map<string, IdentityRow[]> {
  const members = new Map<string, IdentityRow[]>();
  for (const row of rows) {
    const others = members.get(row.customer);
    if (others) others.push(row);
    else members.set(row.customer, [row]);
  }
  return members;
}
