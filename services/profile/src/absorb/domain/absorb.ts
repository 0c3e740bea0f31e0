// Folds one batch of touchpoints into what is known. Pure: the store loads `KnownProfiles`, calls
// `absorb`, and saves the result.
import {
  type Identity,
  InvalidMessage,
  type NumberedTouchpoint,
  type Touchpoint,
  customerIdOf,
} from '@segue/contracts';
import { type Bounded, type Brand, EMPTY_PART, type Folding, evolve } from '@segue/parts';
import { consentsChanged } from './consents-changed';
import { profilesOf } from './profiles-changed';
import { type Absorbed, type KnownProfiles, keyOf, membersOf } from './state';
import type { IdentityRow, Link } from '../../identities/domain/identity';
import { linked, linksOf, placedIn } from '../../identities/domain/links';
import { regroup } from '../../identities/domain/members';
import { evidenceOf } from '../../identities/domain/evidence';
import { IDENTITY_RULES, type IdentityRules } from '../../identities/domain/rules';
import { termChanges } from '../../search/domain/terms';

/**
 * Returns the identities that a batch concerns: owners of touchpoints, and those linked to them.
 */
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
 * @param rules which touchpoints link identities, and how many a customer may have.
 * @throws {InvalidMessage} for the first touchpoint that cannot be folded or that bears a used id
 * with other content.
 */
export function absorb(
  batch: readonly Touchpoint[],
  known: KnownProfiles,
  brand: Brand,
  rules: IdentityRules = IDENTITY_RULES,
): Absorbed {
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
    for (const link of linksOf(touchpoint, rules)) if (relink(rows, link)) changed.add(link.child);
    seen.set(key, { number: row.number, digest: touchpoint.digest });
    return { ...touchpoint, number: row.number };
  });
  const { moved, marked, parted } = regroup(rows, placedIn(batch, rules), rules.mostIdentities);
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
      unpublished: !owners.has(customer),
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
    evidence: timeline.flatMap((touchpoint) => evidenceOf(touchpoint, rules)),
    terms: termChanges(known.identities, rows, timeline, brand),
    dropped,
  };
}

function redelivered(
  touchpoint: Touchpoint,
  before: { number: number; digest: string },
  place: number,
): NumberedTouchpoint {
  if (before.digest === touchpoint.digest) return { ...touchpoint, number: before.number };
  throw new InvalidMessage(place, 'conflict', 'messageId', 'this message id was used before with another content');
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
    throw new InvalidMessage(place, code, path, message);
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
