import fc from 'fast-check';
import { type Identity, type Signal, byStrength, customerIdOf, rankOf } from '@segue/contracts';
import { NOBODY, NOON, merged, planOf, rules, split, visit } from '../../testing/builders';
import { type Contacts, sentTo } from './contact';
import type { Known, Rules } from './decide-batch';
import { type Kin, causerOf, customerOf, newerKin } from './kin';

const uncapped = rules();
const cappedAt = (messages: number) => rules({ limits: { ...uncapped.limits, cap: { messages, days: 7 } } });

const wall = { ofSignal: () => NOON, ofWait: () => NOON };

/** What profile and scoring say of customers while identities are linked and linked otherwise, told as they tell it. */
class Town {
  readonly told: Signal[] = [];
  private readonly parents = new Map<Identity, Identity>();
  private readonly versions = new Map<Identity, number>();
  private readonly numbers = new Map<Identity, number>();

  constructor(private readonly people: readonly Identity[]) {
    for (const identity of people) this.versions.set(identity, 1);
  }

  visit(identity: Identity): void {
    const root = this.rootOf(identity);
    this.versions.set(root, this.versionOf(root) + 1);
    this.told.push(visit(identity, { id: `${identity}/web/${this.told.length}`, ...this.wordOn(root) }));
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
    if (ended.length > 0) this.told.push(merged({ absorbed: ended.map(customerIdOf), ...this.wordOn(into) }));
    for (const loser of losers) if (!ended.includes(loser)) this.told.push(split(this.wordOn(loser)));
  }

  customers(): Identity[][] {
    const roots = [...new Set(this.people.map((one) => this.rootOf(one)))];
    return roots.map((root) => this.membersOf(root));
  }

  membersOf(root: Identity): Identity[] {
    return this.people.filter((one) => this.rootOf(one) === root).sort();
  }

  /** The next word on a customer: every signal bears one. */
  private wordOn(root: Identity): Pick<Signal, 'identities' | 'version' | 'number'> {
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

const PEOPLE = ['userId:ana', 'userId:ben', 'email:a', 'email:b', 'anonymousId:1', 'anonymousId:2', 'anonymousId:3'];
const someone = fc.constantFrom(...PEOPLE);

/** A town's story; at its end everybody visits once more, so that all that is so has been told. */
const town = fc
  .array(fc.record({ one: someone, other: someone, links: fc.boolean() }), { minLength: 3, maxLength: 25 })
  .map((steps) => {
    const told = new Town(PEOPLE);
    for (const { one, other, links } of steps) {
      const [parent, child] = [one, other].sort(byStrength) as [Identity, Identity];
      if (links && rankOf(child) > rankOf(parent)) told.link(child, parent);
      else told.visit(one);
    }
    for (const identity of PEOPLE) told.visit(identity);
    return told;
  });

/** All of the signals in any order, some of them twice, cut into any batches. */
const heard = town.chain((story) =>
  fc
    .tuple(
      fc.shuffledSubarray(story.told, { minLength: story.told.length }),
      fc.array(fc.nat(story.told.length - 1), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
    )
    .map(([order, again, sizes]) => ({
      story,
      order: [...order, ...again.map((n) => story.told[n] as Signal)],
      sizes,
    })),
);

function decidedIn(order: readonly Signal[], sizes: readonly number[], rules: Rules): Known {
  let known = NOBODY;
  for (let from = 0, turn = 0; from < order.length; turn++) {
    const size = sizes[turn % sizes.length] as number;
    const { contacts, decisions } = planOf(order.slice(from, from + size), known, rules, wall);
    known = {
      contacts: new Map([...known.contacts, ...contacts]),
      decided: new Set([...known.decided, ...decisions.map(({ id }) => id)]),
      waiting: [],
      waitingLater: new Map(),
      present: new Map(),
      mailboxes: new Map(),
    };
    from += size;
  }
  return known;
}

const customerFor = (contacts: Contacts, identity: Identity): readonly Identity[] =>
  customerOf(identity, (one) => contacts.get(one)?.kin as Kin);
const keysSent = (contacts: Contacts, identities: readonly Identity[]) =>
  sentTo(identities.flatMap((one) => contacts.get(one) ?? [])).map(({ id }) => id);

describe('who is whose', () => {
  const kin = fc.record({
    identities: fc.uniqueArray(someone, { minLength: 1 }).map((some) => some.sort()),
    version: fc.nat(3),
    number: fc.nat(3),
  });

  it('is a join: it does not matter which word is heard first, or how often', () => {
    fc.assert(
      fc.property(kin, kin, kin, (a, b, c) => {
        expect(newerKin(a, b)).toEqual(newerKin(b, a));
        expect(newerKin(newerKin(a, b), c)).toEqual(newerKin(a, newerKin(b, c)));
        expect(newerKin(a, a)).toBe(a);
      }),
    );
  });

  it('is known alike in the end, whatever the order, the copies and the batches of signals', () => {
    fc.assert(
      fc.property(heard, ({ story, order, sizes }) => {
        const { contacts } = decidedIn(order, sizes, uncapped);
        for (const members of story.customers()) {
          for (const identity of members) expect(customerFor(contacts, identity)).toEqual(members);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('what was sent', () => {
  it('is the same for every order, and counts for those identities that caused it, merged and split', () => {
    fc.assert(
      fc.property(heard, ({ story, order, sizes }) => {
        const { contacts, decided } = decidedIn(order, sizes, uncapped);
        const inOrder = decidedIn(story.told, [1], uncapped);
        const visits = story.told.filter(({ kind }) => kind === 'touchpoint');

        expect(decided).toEqual(inOrder.decided);
        expect(decided.size).toBe(visits.length);
        for (const members of story.customers()) {
          const own = visits.filter((one) => members.includes(causerOf(one)));
          expect(keysSent(contacts, members)).toHaveLength(own.length);
          expect(keysSent(contacts, members).sort()).toEqual(keysSent(inOrder.contacts, members).sort());
        }
      }),
      { numRuns: 150 },
    );
  });

  it('counts for the cap of one customer from the moment on at which a merge is heard, though older signals come later', () => {
    const scene = fc.record({
      cap: fc.integer({ min: 1, max: 4 }),
      visits: fc.array(fc.constantFrom('userId:ana', 'anonymousId:1', 'email:a'), { minLength: 1, maxLength: 15 }),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(scene, ({ cap, visits, order }) => {
        const story = new Town(PEOPLE);
        for (const identity of visits) story.visit(identity);
        const apart = story.told.map((one) => ({ one, at: order.next().value as number }));
        story.link('anonymousId:1', 'email:a');
        story.link('email:a', 'userId:ana');
        const merges = story.told.slice(visits.length);
        const late = apart.sort((a, b) => a.at - b.at).map(({ one }) => one);

        const { contacts } = decidedIn([...merges.reverse(), ...late, ...late], [1], cappedAt(cap));

        const all = ['userId:ana', 'anonymousId:1', 'email:a'].filter((one) => contacts.has(one));
        expect(keysSent(contacts, all)).toHaveLength(Math.min(cap, visits.length));
      }),
    );
  });
});

describe('a merge', () => {
  const apart = [visit('anonymousId:1'), visit('userId:ana')];
  const both = ['anonymousId:1', 'userId:ana'];
  const joined = merged({ identities: both, version: 2, number: 2 });

  it('is remembered though nobody was written to yet, for the signal of the absorbed one that comes after it', () => {
    const { decisions } = planOf([joined, ...apart.toReversed()], NOBODY, cappedAt(1), wall);

    expect(decisions.map(({ identity, reason }) => [identity, reason])).toEqual([
      ['userId:ana', 'sent'],
      ['anonymousId:1', 'cap'],
    ]);
    expect(new Set(decisions.map(({ customer }) => customer))).toEqual(new Set([customerIdOf('userId:ana')]));
  });

  it('lets a message bear all identities of the customer, so that a withdrawal under any of them stops it', () => {
    const { decisions } = planOf([joined, apart[0] as Signal], NOBODY, uncapped, wall);

    expect(decisions[0]?.action?.identities).toEqual(both);
  });
});

describe('a split', () => {
  it('leaves each half what its identities caused', () => {
    const story = new Town(PEOPLE);
    story.link('anonymousId:1', 'userId:ana');
    for (const identity of ['userId:ana', 'anonymousId:1', 'anonymousId:1']) story.visit(identity);
    story.link('anonymousId:1', 'userId:ben');
    for (const identity of ['userId:ana', 'userId:ben']) story.visit(identity);

    const { decided } = decidedIn(story.told, [1], uncapped);
    const known = decidedIn(story.told.slice(0, -2), [1], uncapped);
    const { decisions } = planOf(story.told.slice(-2), known, cappedAt(2), wall);

    expect(decided.size).toBe(5);
    expect(decisions.map(({ identity, reason }) => [identity, reason])).toEqual([
      ['userId:ana', 'sent'],
      ['userId:ben', 'cap'],
    ]);
  });

  it('leaves whoever was split off alone until the new owner is heard of', () => {
    const story = new Town(PEOPLE);
    story.visit('anonymousId:1');
    story.link('anonymousId:1', 'userId:ana');
    story.link('anonymousId:1', 'userId:ben');
    const [late, ...known] = story.told;
    const { decisions } = planOf([...known, late as Signal], NOBODY, uncapped, wall);

    expect(known.map(({ kind }) => kind)).toEqual(['merged', 'split']);
    expect(decisions[0]?.action?.identities).toEqual(['anonymousId:1']);
  });
});
