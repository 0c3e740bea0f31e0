// Which identities are one customer: those connected by links, at most MAX_IDENTITIES. Beyond the
// bound, the anonymous ones with the oldest latest links leave, and known ones wait for review
// except those that were linked first. An identity that stands apart is a customer of its own.
// Pure.
//
// A latest link only gets later and a first link only earlier. So the identities that stand apart
// rank behind all that are present until a link names them, and need not be loaded to be ranked. A
// place that becomes free because a member moves to another customer stays free until the next
// link.
import { type Identity, customerIdOf, isKnownPerson, rankOf } from '@segue/contracts';
import type { Apart, IdentityRow } from './identity';

/** Maximum number of identities of one customer. */
export const MAX_IDENTITIES = 100;

type Rows = Map<Identity, IdentityRow>;

export interface Regrouped {
  /** By identity that changed its customer, its previous customer. */
  moved: Map<Identity, string>;
  /** Other identities whose rows changed. */
  alsoChanged: Set<Identity>;
  /** Number of identities that newly stand apart. */
  parted: number;
}

/**
 * Assigns every identity to the customer that its links name. Of those that stood apart, the ones
 * in `placed` and those they are attached to may return. `rows` must hold all members of every
 * customer concerned.
 */
export function regroup(rows: Rows, placed: ReadonlySet<Identity>, most = MAX_IDENTITIES): Regrouped {
  const stoodApart = new Set<Identity>();
  for (const identity of placed) reconsider(rows, identity, stoodApart);
  const alsoChanged = new Set<Identity>();
  let parted = 0;
  for (let groups = groupsOf(rows); ; groups = groupsOf(rows)) {
    const crowded = [...groups].filter(([, members]) => members.length > most);
    if (crowded.length === 0) return { moved: moveMembers(rows, groups), alsoChanged, parted };
    for (const [root, members] of crowded) {
      const leaving = beyond(root, members, rows, most);
      for (const identity of raised(leaving, root, rows)) alsoChanged.add(identity);
      for (const [identity, apart] of leaving) {
        rows.set(identity, { ...rowOf(rows, identity), apart });
        if (!stoodApart.has(identity)) parted++;
      }
    }
  }
}

const rowOf = (rows: Rows, identity: Identity) => rows.get(identity) as IdentityRow;

/**
 * Lets `identity` and its parents return, where they stood apart. If the parent's row is loaded,
 * all rows of the parent's customer are.
 */
function reconsider(rows: Rows, identity: Identity, stoodApart: Set<Identity>): void {
  const row = rows.get(identity);
  if (!row?.link || !rows.has(row.link.parent)) return;
  if (row.apart) {
    stoodApart.add(identity);
    rows.set(identity, { ...row, apart: null });
  }
  reconsider(rows, row.link.parent, stoodApart);
}

/**
 * Copies the latest link of each leaving identity to the identities between it and the root, if it
 * is later than theirs: an identity ranks by everything attached to it, also after that has left.
 * Returns the identities whose rows changed.
 */
function raised(leaving: readonly [Identity, Apart][], root: Identity, rows: Rows): Identity[] {
  const gone = new Set(leaving.map(([identity]) => identity));
  const changed: Identity[] = [];
  for (const identity of gone) {
    const at = lastLinked(rowOf(rows, identity));
    for (let next = parentOf(identity, rows); next && next !== root; next = parentOf(next, rows)) {
      const row = rowOf(rows, next);
      if (isKnownPerson(next) || gone.has(next) || lastLinked(row) >= at) continue;
      rows.set(next, { ...row, linkedLast: at });
      changed.push(next);
    }
  }
  return changed;
}

const lastLinked = ({ linkedLast }: IdentityRow) => linkedLast ?? 0;

function moveMembers(rows: Rows, groups: ReadonlyMap<Identity, Identity[]>): Map<Identity, string> {
  const moved = new Map<Identity, string>();
  for (const [root, members] of groups) {
    const customer = customerIdOf(root);
    for (const identity of members) {
      const row = rows.get(identity) as IdentityRow;
      if (row.customer === customer) continue;
      moved.set(identity, row.customer);
      rows.set(identity, { ...row, customer });
    }
  }
  return moved;
}

/**
 * Groups members by the customer's canonical identity, which is one of them unless it has no row
 * yet.
 */
function groupsOf(rows: Rows): Map<Identity, Identity[]> {
  const groups = new Map<Identity, Identity[]>();
  for (const identity of rows.keys()) {
    const root = rootOf(identity, rows);
    const members = groups.get(root);
    if (members) members.push(identity);
    else groups.set(root, [identity]);
  }
  return groups;
}

/**
 * Returns the identity at the end of the chain of parents. Kinds grow stronger with each step, so
 * there are no circles.
 */
function rootOf(identity: Identity, rows: Rows): Identity {
  let root = identity;
  for (let parent = parentOf(root, rows); parent; parent = parentOf(root, rows)) root = parent;
  return root;
}

function parentOf(identity: Identity, rows: Rows): Identity | undefined {
  const row = rows.get(identity);
  return row && row.apart === null ? row.link?.parent : undefined;
}

/**
 * Returns the identities that stand apart from now on. An identity never ranks before its parent,
 * so the ones that stay remain connected.
 */
function beyond(root: Identity, members: readonly Identity[], rows: Rows, most: number): [Identity, Apart][] {
  const others = members.filter((identity) => identity !== root);
  const known = others.filter(isKnownPerson).map((identity) => ({ identity, at: firstLinked(identity, rows) }));
  known.sort((a, b) => a.at - b.at || compare(a.identity, b.identity));
  const inReview = known.slice(most - 1).map(({ identity }) => identity);
  const room = Math.max(0, most - 1 - known.length);
  const lost = new Set(inReview);
  const latest = latestBelow(others, rows);
  const anonymous = others
    .filter((identity) => !isKnownPerson(identity) && !hangsOn(lost, identity, rows))
    .map((identity) => ({ identity, at: latest.get(identity) ?? 0 }));
  anonymous.sort((a, b) => b.at - a.at || compare(a.identity, b.identity));
  return [
    ...inReview.map((identity): [Identity, Apart] => [identity, 'review']),
    ...anonymous.slice(room).map(({ identity }): [Identity, Apart] => [identity, 'left']),
  ];
}

const compare = (a: Identity, b: Identity) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1);

/** Returns, by identity, the latest link of it and of everything attached to it. */
function latestBelow(identities: readonly Identity[], rows: Rows): Map<Identity, number> {
  const latest = new Map<Identity, number>();
  for (const identity of identities) {
    const at = lastLinked(rowOf(rows, identity));
    for (let next: Identity | undefined = identity; next; next = parentOf(next, rows)) {
      latest.set(next, Math.max(latest.get(next) ?? 0, at));
    }
  }
  return latest;
}

/**
 * Returns the latest link on the path to the root: the instant from which the whole path existed.
 */
function firstLinked(identity: Identity, rows: Rows): number {
  let at = 0;
  let next = identity;
  for (let parent = parentOf(next, rows); parent; parent = parentOf(next, rows)) {
    at = Math.max(at, rows.get(next)?.link?.at ?? 0);
    next = parent;
  }
  return at;
}

function hangsOn(lost: ReadonlySet<Identity>, identity: Identity, rows: Rows): boolean {
  if (lost.size === 0) return false;
  for (let next = parentOf(identity, rows); next; next = parentOf(next, rows)) if (lost.has(next)) return true;
  return false;
}
