// The waterfall of a campaign on a real Postgres, beside the decisions that the same customers lead
// to at the same instant: the same people at each step.
import { type CustomerState, type Identity, type Signal, customerIdOf } from '@segue/contracts';
import { inSlices } from '@segue/service';
import { describeWith } from '@segue/testing';
import { NOON, draft, head, signal, visit } from '../../testing/builders';
import { Running } from '../../testing/running';
import { countsSince } from '../results/count.store';
import { TrialStore } from '../results/trial.store';
import { AudienceReader } from './audience.reader';
import { decisionFor, waterfallOf } from './domain/waterfall';

const PEOPLE = 240;
const DAY = Math.floor(NOON / 86_400_000);
const TRIGGER = { on: 'left', segment: 'active' } as const;
const LIMITS = {
  ...{ cap: { messages: 1, days: 7 }, globalControl: 0.1 },
  // Noon in UTC is 21:00 in Tokyo.
  quietHours: { from: '20:00', to: '08:00' },
};

/** Customers who differ in consent, address, time zone and traits. */
const customers: CustomerState[] = Array.from({ length: PEOPLE }, (_, place) => {
  const identities: Identity[] = [`userId:p${place}`];
  const consents = {
    ...(place % 7 !== 0 && { 'email/marketing': { granted: place % 5 !== 0, at: 1 } }),
    'webhook/marketing': { granted: true, at: 1 },
  };
  const email = place % 11 === 0 ? undefined : place % 13 === 0 ? 'nowhere' : `p${place - (place % 2)}@example.test`;
  return {
    ...{ customer: customerIdOf(identities[0] as Identity), identities, bucketingId: identities[0] as Identity },
    head: head({
      ...{ consents, timeZone: place % 4 === 0 ? 'Asia/Tokyo' : null },
      traits: { name: `P${place}`, ...(email !== undefined && { email }), ...(place % 3 === 0 && { city: 'Wien' }) },
    }),
    standing: { tiers: {}, segments: ['active'], expectedRevenue: 0, netMargin: 0, pAlive: 0 },
  };
});

const signalOf = ({ identities, bucketingId, head: known, standing }: CustomerState): Signal =>
  signal({ identities, bucketingId, head: known, standing, kind: 'left', subject: 'active', number: 2 });

describeWith('postgres', 'the audience of a campaign', (part) => {
  let running: Running;

  beforeAll(async () => {
    running = await Running.open(part().url, 'campaign_audience');
    const winBack = draft({
      ...{ trigger: TRIGGER, channel: 'email', control: 0.25, againAfterDays: null, delivery: 'outbox' },
      content: { subject: 'Hello {{ customer.name }}', body: '{{ customer.city }}, {{ customer.x | default: "you" }}' },
    });
    await running.rules.save('win-back', winBack, 0);
    await running.rules.setState('win-back', 'running');
    await running.rules.setLimits(LIMITS);
    // Every fifth customer has had a message already, and one withdrew for a shared address.
    await running.take(
      customers.filter((_, place) => place % 5 === 2).map(({ identities }) => visit(identities[0] as Identity)),
    );
    await running.outcomes.saveConsentEvidence(
      customers.slice(30, 34).map(({ identities, customer, head: known }, place) => ({
        ...{ v: 1 as const, identity: identities[0] as Identity, customer, number: 1, version: 1, lifts: [] },
        consents: { 'email/marketing': { granted: place !== 0, at: 2 } },
        addresses: [`email:${String(known.traits.email)}` as Identity],
        ...{ occurredAt: NOON, recordedAt: NOON, origin: 'live' as const, cause: null },
      })),
    );
  }, 60_000);
  afterAll(() => running.close());

  it('is the same, person by person, in the preview and in the decisions', async () => {
    const campaign = await running.rules.find('win-back');
    if (!campaign) throw new Error('no campaign');
    const { rules } = await running.rules.read();
    const given = { limits: rules.limits, brandZone: rules.brandZone, now: NOON };
    const remembered = await new AudienceReader(running.db).of(customers, campaign);
    const previewed = new Map(
      customers.map((one) => [one.customer, decisionFor(one, campaign, remembered, given).reason]),
    );
    const waterfall = await inSlices(waterfallOf(customers, campaign, remembered, given));

    await running.take(customers.map(signalOf));

    const decided = await running.reader.list({ campaign: 'win-back' }, Number.MAX_SAFE_INTEGER, 1_000);
    expect(new Map(decided.map(({ decision }) => [decision.customer, decision.reason]))).toEqual(
      new Map([...previewed].reverse()),
    );
    const reasons = new Set(previewed.values());
    for (const reason of ['control', 'global-control', 'no-consent', 'no-address', 'bad-address', 'cap', 'sent'])
      expect(reasons).toContain(reason);
    expect(reasons).toContain('quiet-hours');
    const total = [...waterfall.reasons.values()].reduce((sum, step) => sum + step.customers, 0);
    expect(total).toBe(PEOPLE);
    // Kept while decisions are stored, by the same reasons.
    const counts = await countsSince(running.db, DAY, 'win-back');
    expect(new Map(counts.map(({ reason, decisions }) => [reason, decisions]))).toEqual(
      new Map([...waterfall.reasons].map(([reason, { customers: number }]) => [reason, number])),
    );
    const receivers =
      (waterfall.reasons.get('sent')?.customers ?? 0) + (waterfall.reasons.get('quiet-hours')?.customers ?? 0);
    const cities = customers.filter(
      ({ customer, head: known }) =>
        ['sent', 'quiet-hours'].includes(previewed.get(customer) ?? '') && known.traits.city === undefined,
    );
    expect(waterfall.empty).toEqual([{ field: 'customer.city', customers: cities.length }]);
    expect(cities.length).toBeLessThan(receivers);
  });

  it('comes into two groups, whose orders count once in any order and number of reports', async () => {
    const groupsOf = () => new TrialStore(running.db).groups('win-back');
    const before = await groupsOf();
    const decided = await running.reader.list({ campaign: 'win-back' }, Number.MAX_SAFE_INTEGER, 1_000);
    const inGroups = decided.filter(({ decision }) => decision.checks.some(({ check }) => check === 'control'));
    const held = inGroups.filter(({ decision }) => decision.reason === 'control');
    expect(before?.control).toMatchObject({ customers: held.length, buyers: 0 });
    expect(before?.treated).toMatchObject({ customers: inGroups.length - held.length, buyers: 0 });

    const [one, other] = held.map(({ decision }) => decision.customer) as [string, string];
    const order = { customers: [one], order: 'o1', what: 'placed' as const, at: NOON + 5, amount: 1_000 };
    const notes = [
      order,
      { ...order, what: 'changed' as const, at: NOON + 9, amount: 1_500 },
      { ...order, order: 'o2', amount: 700 },
      { ...order, order: 'o2', what: 'cancelled' as const, at: NOON + 20, amount: 700 },
      { ...order, order: 'o3', at: NOON - 5 },
      { ...order, order: 'o4', amount: 300 },
      { ...order, order: 'o1', customers: [other], amount: 50 },
      { ...order, order: 'o5', customers: ['nobody'] },
    ];
    const store = new TrialStore(running.db);
    await store.note([...notes].reverse());
    await store.note([...notes, ...notes]);
    const after = await groupsOf();
    expect(after?.control).toEqual({
      ...{ customers: held.length, buyers: 2, orders: 3, revenue: 1_850, again: 1 },
      squares: 1_800 ** 2 + 50 ** 2,
    });
    expect(after?.treated).toEqual(before?.treated);
  });
});
