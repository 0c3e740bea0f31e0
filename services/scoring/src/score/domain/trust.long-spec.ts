// Rules see a customer's traits exactly as the head shows them, whatever public sources send and in
// whatever order it arrives.
import { type Head, type NumberedTouchpoint, type ProfileChanged, customerIdOf } from '@segue/contracts';
import { EMPTY_PART, MAX_TRAITS, type Part, evolve, headOf, joinAll } from '@segue/parts';
import { type Condition, evaluate } from '@segue/rules';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, rulebook } from '../../rulebook/domain/rulebook';
import { emptyFactsFor, storedFacts } from './facts';
import type { FactsRow, StandingRow } from './known-standings';
import { score } from './score';
import type { PendingTransition } from './transition';

const ANA = 'userId:ana';
const IDENTITIES = [ANA, 'anonymousId:visitor', 'email:ana@example.com'];
const NOW = Date.UTC(2026, 10, 22, 12);
const brand = { currency: 'USD', zone: 'Europe/Vienna' };

const has = (name: string, value: string): Condition => ({ kind: 'trait', name, is: 'equal', value });
const CONDITIONS: Record<string, Condition> = {
  theirs: has('email', 'ana@example.com'),
  foreign: has('email', 'mallory@example.net'),
  called: { kind: 'trait', name: 'phone', is: 'known' },
  adult: { kind: 'age', name: 'birthday', is: 'atLeast', value: 18 },
  celebrating: { kind: 'date', name: 'birthday', from: -30, to: 30, yearly: true },
  inTown: has('address.city', 'Wien'),
  fan: has('hobby', 'jazz'),
  unnamed: { kind: 'not', of: { kind: 'trait', name: 'name', is: 'known' } },
  asked: { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' },
};
const segments = Object.entries(CONDITIONS).map(([id, when]) => ({
  id,
  name: id,
  rule: { version: 1 as const, when },
  version: 1,
}));
const book = rulebook({
  version: 1,
  settingsVersion: 0,
  segments,
  settings: DEFAULT_SETTINGS,
  brand,
  subscribedEvents: new Set(['Consent Granted']),
  subscribedOrders: new Set(),
  needs: new Map(),
});

const TRAITS = fc.record(
  {
    email: fc.constantFrom('ana@example.com', 'mallory@example.net', null),
    phone: fc.constantFrom('+4312345', null),
    birthday: fc.constantFrom('1980-11-07', '2020-05-05', null),
    name: fc.constantFrom('Ana', null),
    address: fc.constantFrom({ city: 'Wien' }, { city: 'Graz' }, {}, null),
    hobby: fc.constantFrom('jazz', 'chess', null),
  },
  { requiredKeys: [] },
);
const consents = fc.constantFrom('Consent Granted', 'Consent Withdrawn');
const said = fc.oneof(
  { weight: 3, arbitrary: TRAITS.map((properties) => ({ type: 'identify' as const, event: 'identify', properties })) },
  {
    weight: 1,
    arbitrary: consents.map((event) => ({ type: 'track' as const, event, properties: { channel: 'email' } })),
  },
);
const histories = fc
  .array(fc.tuple(fc.constantFrom(...IDENTITIES), fc.constantFrom('server', 'public', 'public'), fc.nat(20), said), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => {
    const numbers = new Map<string, number>();
    return all.map(([identity, trust, at, what], place) => {
      const number = (numbers.get(identity) ?? 0) + 1;
      numbers.set(identity, number);
      return touchpoint({
        ...what,
        identity,
        number,
        trust: trust as 'server' | 'public',
        id: `m${place}`,
        occurredAt: NOW + at,
      });
    });
  });

function touchpoint(given: Partial<NumberedTouchpoint>): NumberedTouchpoint {
  const { identity = ANA, trust = 'server' } = given;
  return {
    v: 1,
    identity,
    source: trust === 'server' ? 'shop' : 'src_web',
    trust,
    id: 'm',
    type: 'identify',
    event: 'identify',
    properties: {},
    context: {},
    ids: [identity],
    digest: 'd',
    number: 1,
    occurredAt: NOW,
    recordedAt: NOW,
    origin: 'live',
    cause: null,
    ...given,
  };
}

/** All identities belong to Ana from the first message on. */
const profileOf = (touchpoints: NumberedTouchpoint[]): ProfileChanged => ({
  v: 2,
  customer: customerIdOf(ANA),
  version: 1,
  identities: IDENTITIES,
  touchpoints,
  absorbed: [],
  occurredAt: NOW,
  recordedAt: NOW,
  origin: 'live',
  cause: null,
});

/** Scores touchpoints, one message each, in order of arrival. */
function scored(arriving: readonly NumberedTouchpoint[]): { held: string[]; told: PendingTransition[] } {
  const facts = new Map<string, FactsRow>();
  const standings = new Map<string, StandingRow>();
  const told: PendingTransition[] = [];
  for (const one of arriving) {
    const steps = score([profileOf([one])], { facts, standings }, book, { now: 0, historyUntil: 0, wall: 0 });
    let step = steps.next();
    while (!step.done) step = steps.next();
    for (const row of step.value.facts) facts.set(row.identity, row);
    for (const { customer, version, scored } of step.value.customers) {
      standings.set(customer, { customer, version, standing: scored.standing });
      told.push(...scored.transitions);
    }
  }
  const { segments } = standings.get(customerIdOf(ANA))!.standing;
  return { held: Object.keys(segments).filter((id) => segments[id]!.holds), told };
}

function headAfter(history: readonly NumberedTouchpoint[]): Head {
  const parts = new Map<string, Part>(IDENTITIES.map((identity) => [identity, EMPTY_PART]));
  for (const one of history) parts.set(one.identity, evolve(parts.get(one.identity)!, one, brand));
  return headOf(joinAll([...parts.values()]), brand);
}

const heldBy = ({ traits, consents }: Head, now: number) =>
  Object.entries(CONDITIONS)
    .filter(([, when]) => evaluate({ version: 1, when }, {}, { now, zone: brand.zone, traits, consents }).holds)
    .map(([id]) => id);

it('holds what follows from the head, in any order of arrival over several identities', () => {
  const orders = histories.chain((history) =>
    fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })),
  );
  fc.assert(
    fc.property(orders, ([history, arriving]) => {
      const expected = heldBy(headAfter(history), NOW + 20).sort();
      expect(scored(arriving).held.sort()).toEqual(expected);
      expect(scored(history).held.sort()).toEqual(expected);
    }),
    { numRuns: cases(1000) },
  );
});

it('campaigns get the address of a known person from a server source, whatever a public key claims', () => {
  const { told, held } = scored([
    touchpoint({ properties: { email: 'ana@example.com', birthday: '1980-11-07' } }),
    touchpoint({
      number: 2,
      id: 'm2',
      trust: 'public',
      occurredAt: NOW + 1,
      properties: { email: 'mallory@example.net', birthday: '2020-05-05', phone: '+4399', hobby: 'jazz' },
    }),
    touchpoint({
      identity: 'anonymousId:visitor',
      id: 'm3',
      trust: 'public',
      occurredAt: NOW + 2,
      properties: { email: null, phone: '+4399' },
    }),
    touchpoint({
      number: 3,
      id: 'm4',
      type: 'track',
      event: 'Consent Granted',
      occurredAt: NOW + 3,
      properties: { channel: 'email' },
    }),
  ]);
  expect(held.sort()).toEqual(['adult', 'asked', 'celebrating', 'fan', 'theirs', 'unnamed']);
  expect(told.map(({ head }) => head.traits.email)).toEqual(told.map(() => 'ana@example.com'));
  expect(told.map(({ kind }) => kind)).toContain('touchpoint');
});

it('a person who becomes known leaves the segments that only claims had put them in', () => {
  const claimed = touchpoint({ trust: 'public', properties: { email: 'mallory@example.net', birthday: '1980-11-07' } });
  expect(scored([claimed]).held).toEqual(expect.arrayContaining(['foreign', 'adult']));
  const known = touchpoint({ number: 2, id: 'm2', occurredAt: NOW + 1, type: 'track', event: 'Order Viewed' });
  for (const arriving of [
    [claimed, known],
    [known, claimed],
  ]) {
    expect(scored(arriving).held).toEqual(['unnamed']);
  }
});

it('a trait that is displaced by newer ones ends its segments', () => {
  const jazz = touchpoint({ properties: { hobby: 'jazz' } });
  const junk = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, n]));
  const more = (count: number) => touchpoint({ number: 2, id: 'm2', occurredAt: NOW + 1, properties: junk(count) });
  expect(scored([jazz, more(MAX_TRAITS - 1)]).held).toContain('fan');
  expect(scored([jazz, more(MAX_TRAITS)]).held).not.toContain('fan');
  expect(scored([more(MAX_TRAITS), jazz]).held).not.toContain('fan');
});

it('traits that older versions kept for the rules are dropped', () => {
  const facts = emptyFactsFor(book.rules.needs);
  const stored = { ...facts, rules: { ...facts.rules, traits: { email: ['mallory@example.net', NOW, 'm1'] } } };
  expect(storedFacts(JSON.stringify(stored))).toEqual(facts);
});
