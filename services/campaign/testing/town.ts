// Stories of people with identities that are linked and relinked, as the signals that profile and
// scoring publish.
import fc from 'fast-check';
import { type Identity, type Signal, byStrength, customerIdOf, rankOf } from '@segue/contracts';
import type { KnownContacts, Rules } from '../src/decide/domain/batch';
import { NOTHING_KNOWN, NOON, merged, planOf, split, visit } from './builders';

export const wall = { ofSignal: () => NOON, ofWait: () => NOON };

/** Publishes the signals of profile and scoring while identities are linked and relinked. */
export class Town {
  readonly published: Signal[] = [];
  private readonly parents = new Map<Identity, Identity>();
  private readonly versions = new Map<Identity, number>();
  private readonly numbers = new Map<Identity, number>();

  constructor(private readonly people: readonly Identity[]) {
    for (const identity of people) this.versions.set(identity, 1);
  }

  visit(identity: Identity): void {
    const root = this.rootOf(identity);
    this.versions.set(root, this.versionOf(root) + 1);
    this.published.push(visit(identity, { id: `${identity}/web/${this.published.length}`, ...this.nextOf(root) }));
  }

  link(child: Identity, parent: Identity): void {
    const before = new Map(this.people.map((one) => [one, this.rootOf(one)]));
    this.parents.set(child, parent);
    const moved = this.people.filter((one) => this.rootOf(one) !== before.get(one));
    if (moved.length === 0) return;
    const into = this.rootOf(child);
    const losers = [...new Set(moved.map((one) => before.get(one) as Identity))];
    const ended = losers.filter((one) => this.rootOf(one) !== one);
    this.versions.set(into, Math.max(...[into, ...losers].map((one) => this.versionOf(one))) + 1);
    for (const loser of losers) if (!ended.includes(loser)) this.versions.set(loser, this.versionOf(loser) + 1);
    this.numbers.set(into, Math.max(...[into, ...ended].map((one) => this.numbers.get(one) ?? 0)));
    if (ended.length > 0) this.published.push(merged({ absorbed: ended.map(customerIdOf), ...this.nextOf(into) }));
    for (const loser of losers) if (!ended.includes(loser)) this.published.push(split(this.nextOf(loser)));
  }

  customers(): Identity[][] {
    const roots = [...new Set(this.people.map((one) => this.rootOf(one)))];
    return roots.map((root) => this.membersOf(root));
  }

  membersOf(root: Identity): Identity[] {
    return this.people.filter((one) => this.rootOf(one) === root).sort();
  }

  /** Returns the customer, version and number of the next signal. */
  private nextOf(root: Identity): Pick<Signal, 'identities' | 'version' | 'number'> {
    const number = (this.numbers.get(root) ?? 0) + 1;
    this.numbers.set(root, number);
    return { identities: this.membersOf(root), version: this.versionOf(root), number };
  }

  private rootOf(identity: Identity): Identity {
    const parent = this.parents.get(identity);
    return parent === undefined ? identity : this.rootOf(parent);
  }

  private versionOf(root: Identity): number {
    return this.versions.get(root) as number;
  }
}

export const PEOPLE = [
  'userId:ana',
  'userId:ben',
  'email:a',
  'email:b',
  'anonymousId:1',
  'anonymousId:2',
  'anonymousId:3',
];
export const someone = fc.constantFrom(...PEOPLE);

/** A story; at its end every identity visits once more, so that every link has been published. */
const town = fc
  .array(fc.record({ one: someone, other: someone, links: fc.boolean() }), { minLength: 3, maxLength: 25 })
  .map((steps) => {
    const story = new Town(PEOPLE);
    for (const { one, other, links } of steps) {
      const [parent, child] = [one, other].sort(byStrength) as [Identity, Identity];
      if (links && rankOf(child) > rankOf(parent)) story.link(child, parent);
      else story.visit(one);
    }
    for (const identity of PEOPLE) story.visit(identity);
    return story;
  });

/** All of the signals in any order, some of them twice, cut into any batches. */
export const published = town.chain((story) =>
  fc
    .tuple(
      fc.shuffledSubarray(story.published, { minLength: story.published.length }),
      fc.array(fc.nat(story.published.length - 1), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
    )
    .map(([order, again, sizes]) => ({
      story,
      order: [...order, ...again.map((n) => story.published[n] as Signal)],
      sizes,
    })),
);

/** What is known after all signals, in batches of these sizes in turn. */
export function decidedIn(order: readonly Signal[], sizes: readonly number[], rules: Rules): KnownContacts {
  let known = NOTHING_KNOWN;
  for (let from = 0, turn = 0; from < order.length; turn++) {
    const size = sizes[turn % sizes.length] as number;
    const { contacts, decisions } = planOf(order.slice(from, from + size), known, rules, wall);
    known = {
      contacts: new Map([...known.contacts, ...contacts]),
      decided: new Set([...known.decided, ...decisions.map(({ id }) => id)]),
      due: [],
      waitingLater: new Map(),
      begun: new Set(),
      versions: [],
      states: new Map(),
      mailboxes: new Map(),
    };
    from += size;
  }
  return known;
}
