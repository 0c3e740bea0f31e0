import fc from 'fast-check';
import { type Identity, type Signal, customerIdOf } from '@segue/contracts';
import { NOTHING_KNOWN, merged, planOf, rules, visit } from '../../../testing/builders';
import { PEOPLE, Town, decidedIn, published, someone, wall } from '../../../testing/town';
import { type Contacts, sentTo } from './contact';
import { type IdentityGroup, causerOf, customerOf, newerIdentityGroup } from './identity-group';

const uncapped = rules();
const cappedAt = (messages: number) => rules({ limits: { ...uncapped.limits, cap: { messages, days: 7 } } });

const customerFor = (contacts: Contacts, identity: Identity): readonly Identity[] =>
  customerOf(identity, (one) => contacts.get(one)?.identityGroup as IdentityGroup);
const keysSent = (contacts: Contacts, identities: readonly Identity[]) =>
  sentTo(identities.flatMap((one) => contacts.get(one) ?? [])).map(({ id }) => id);

describe('identity groups', () => {
  const group = fc.record({
    identities: fc.uniqueArray(someone, { minLength: 1 }).map((some) => some.sort()),
    version: fc.nat(3),
    number: fc.nat(3),
  });

  it('is a join: order and repetition of groups do not matter', () => {
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        expect(newerIdentityGroup(a, b)).toEqual(newerIdentityGroup(b, a));
        expect(newerIdentityGroup(newerIdentityGroup(a, b), c)).toEqual(
          newerIdentityGroup(a, newerIdentityGroup(b, c)),
        );
        expect(newerIdentityGroup(a, a)).toBe(a);
      }),
    );
  });

  it('is known alike in the end, whatever the order, the copies and the batches of signals', () => {
    fc.assert(
      fc.property(published, ({ story, order, sizes }) => {
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
      fc.property(published, ({ story, order, sizes }) => {
        const { contacts, decided } = decidedIn(order, sizes, uncapped);
        const inOrder = decidedIn(story.published, [1], uncapped);
        const visits = story.published.filter(({ kind }) => kind === 'touchpoint');

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

  it('counts for the cap of one customer from its merge on, though older signals come later', () => {
    const scene = fc.record({
      cap: fc.integer({ min: 1, max: 4 }),
      visits: fc.array(fc.constantFrom('userId:ana', 'anonymousId:1', 'email:a'), { minLength: 1, maxLength: 15 }),
      order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(scene, ({ cap, visits, order }) => {
        const story = new Town(PEOPLE);
        for (const identity of visits) story.visit(identity);
        const apart = story.published.map((one) => ({ one, at: order.next().value as number }));
        story.link('anonymousId:1', 'email:a');
        story.link('email:a', 'userId:ana');
        const merges = story.published.slice(visits.length);
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

  it('is kept before any message, for a later signal of the absorbed customer', () => {
    const { decisions } = planOf([joined, ...apart.toReversed()], NOTHING_KNOWN, cappedAt(1), wall);

    expect(decisions.map(({ identity, reason }) => [identity, reason])).toEqual([
      ['userId:ana', 'sent'],
      ['anonymousId:1', 'cap'],
    ]);
    expect(new Set(decisions.map(({ customer }) => customer))).toEqual(new Set([customerIdOf('userId:ana')]));
  });

  it('lets a message bear all identities of the customer, so that a withdrawal under any of them stops it', () => {
    const { decisions } = planOf([joined, apart[0] as Signal], NOTHING_KNOWN, uncapped, wall);

    expect(decisions[0]?.effects[0]?.identities).toEqual(both);
  });
});

describe('a split', () => {
  it('leaves each half what its identities caused', () => {
    const story = new Town(PEOPLE);
    story.link('anonymousId:1', 'userId:ana');
    for (const identity of ['userId:ana', 'anonymousId:1', 'anonymousId:1']) story.visit(identity);
    story.link('anonymousId:1', 'userId:ben');
    for (const identity of ['userId:ana', 'userId:ben']) story.visit(identity);

    const { decided } = decidedIn(story.published, [1], uncapped);
    const known = decidedIn(story.published.slice(0, -2), [1], uncapped);
    const { decisions } = planOf(story.published.slice(-2), known, cappedAt(2), wall);

    expect(decided.size).toBe(5);
    expect(decisions.map(({ identity, reason }) => [identity, reason])).toEqual([
      ['userId:ana', 'sent'],
      ['userId:ben', 'cap'],
    ]);
  });

  it('leaves a split identity by itself until a signal of its new customer', () => {
    const story = new Town(PEOPLE);
    story.visit('anonymousId:1');
    story.link('anonymousId:1', 'userId:ana');
    story.link('anonymousId:1', 'userId:ben');
    const [late, ...known] = story.published;
    const { decisions } = planOf([...known, late as Signal], NOTHING_KNOWN, uncapped, wall);

    expect(known.map(({ kind }) => kind)).toEqual(['merged', 'split']);
    expect(decisions[0]?.effects[0]?.identities).toEqual(['anonymousId:1']);
  });
});
