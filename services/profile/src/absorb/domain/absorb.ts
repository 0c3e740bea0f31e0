// Folds one batch of touchpoints into what is known. Pure: the store loads `KnownProfiles`, calls
// `absorb`, and saves the result.
import type { Identity, NumberedTouchpoint, Touchpoint } from '@segue/contracts';
import type { Bounded, Brand, Folding } from '@segue/parts';
import { consentsChanged } from './consents-changed';
import { fold, newRow, redelivered, relink } from './folding';
import { profilesOf } from './profiles-changed';
import { type Absorbed, type KnownProfiles, keyOf, membersOf } from './state';
import { unvaluedIn } from './unvalued';
import { nextVersions } from './versions';
import type { IdentityRow } from '../../identities/domain/identity';
import { linksOf, movableIn } from '../../identities/domain/links';
import { regroup } from '../../identities/domain/members';
import { evidenceOf } from '../../identities/domain/evidence';
import { IDENTITY_RULES, type IdentityRules } from '../../identities/domain/rules';
import { termChanges } from '../../search/domain/terms';

/**
 * Returns the identities to load for a batch: of each touchpoint its own identity, and those that
 * it links to it.
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
  // `drafts` are the copies made in this batch. Later touchpoints of the batch are folded into them
  // in place; what was loaded is never changed.
  const folding: Folding = { onDropped: note, drafts: new WeakSet() };
  const numbered = batch.map((touchpoint, place): NumberedTouchpoint => {
    const key = keyOf(touchpoint);
    const before = seen.get(key);
    if (before) return redelivered(touchpoint, before, place);
    const row = fold(rows.get(touchpoint.identity) ?? newRow(touchpoint.identity), touchpoint, brand, place, folding);
    rows.set(row.identity, row);
    changed.add(row.identity);
    for (const link of linksOf(touchpoint, rules)) if (relink(rows, link)) changed.add(link.child);
    seen.set(key, { number: row.number, digest: touchpoint.digest });
    return { ...touchpoint, number: row.number };
  });
  // Groups the identities into customers anew. A customer has at most `mostIdentities`; each one
  // beyond becomes a customer of its own. `moved`: identities that now belong to another customer.
  // `alsoChanged`: others whose rows changed when one beyond the bound left. `parted`: how many
  // newly became a customer of their own.
  const { moved, alsoChanged, parted } = regroup(rows, movableIn(batch, rules), rules.mostIdentities);
  for (const identity of [...moved.keys(), ...alsoChanged]) changed.add(identity);
  if (parted > 0) note('identities', parted);
  const versions = nextVersions(rows, changed, moved, known.customers);
  const present = new Map([...known.customers, ...versions]);
  const members = membersOf(rows.values());
  const ofTouchpoints = new Set(batch.map(({ identity }) => rows.get(identity)?.customer));
  const timeline = firstSights(numbered, known.seen);
  const unvalued = unvaluedIn([...versions.keys()], members, known, brand);
  return {
    timeline,
    identities: [...changed].map((identity) => rows.get(identity) as IdentityRow),
    versions: [...versions].map(([customer, version]) => ({
      customer,
      version,
      // A redelivered batch publishes the customers of its touchpoints again, and no others. So a
      // changed customer without a touchpoint in this batch is marked.
      unpublished: !ofTouchpoints.has(customer),
      unvalued: unvalued.get(customer) ?? 0,
    })),
    profiles: profilesOf(numbered, rows, members, present, [...versions.keys()]),
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

function firstSights(numbered: readonly NumberedTouchpoint[], seen: KnownProfiles['seen']): NumberedTouchpoint[] {
  const fresh = new Map<string, NumberedTouchpoint>();
  for (const touchpoint of numbered) {
    const key = keyOf(touchpoint);
    if (!seen.has(key) && !fresh.has(key)) fresh.set(key, touchpoint);
  }
  return [...fresh.values()];
}
