import * as answers from './answers';

const at = '2026-01-01T00:00:00.000Z';
const customer = {
  ...{ customer: 'c1', identities: ['userId:a'], name: null, traits: { city: 'Ulm' }, timeZone: null, orders: 2 },
  ...{ consents: { 'email/marketing': { granted: true } }, money: { currency: 'EUR' } },
};
const touchpoint = {
  ...{ customer: 'c1', identity: 'userId:a', source: 's', id: 't1', event: 'Viewed', origin: 'live' },
  ...{ occurredAt: at, recordedAt: at, simulated: false, channel: null },
};
const transition = {
  ...{ customer: 'c1', number: 1, kind: 'tier', subject: 'value', from: null, to: 'MVC' },
  ...{ cause: { id: 'x' }, origin: 'live', occurredAt: at },
};
const standing = {
  ...{ customer: 'c1', judgedAt: at, expectedRevenue: 100.5, netMargin: -3, pAlive: 0.5 },
  tiers: [{ scheme: 'value', tier: 'MVC' }],
};
const campaign = {
  ...{ id: 'thanks', state: 'running', class: 'marketing', channel: 'email', control: 0, againAfterDays: null },
  ...{ accepts: ['live'], trigger: { on: 'order', is: 'placed' } },
};
const decision = {
  ...{ id: 'd1', customer: 'c1', campaign: 'thanks', outcome: 'sent', reason: 'sent' },
  ...{ cause: { id: 'c1:1' }, decidedAt: at, content: { channel: 'email' } },
};
const economics = { marginRate: 0.3, costPerOrder: 0 };

describe.each([
  ['customerDetails', customer, 'money.currency'],
  ['listedCustomers', { items: [customer] }, 'items.0.consents.email~1marketing.granted'],
  ['namedIdentities', { identities: [['userId:u1'], []] }, 'identities'],
  ['timelineEntries', { items: [touchpoint] }, 'items.0.occurredAt'],
  ['recentTouchpoints', { items: [touchpoint] }, 'items.0.channel'],
  ['transitionEntries', { items: [transition] }, 'items.0.cause'],
  ['customerStanding', standing, 'tiers.0.tier'],
  ['customerStandings', [standing], '0.netMargin'],
  ['tierMembers', { items: ['c1'], next: null }, 'next'],
  ['valueSettings', { value: { a: 1 }, economics }, 'economics.marginRate'],
  ['campaignTerms', [campaign], '0.trigger.on'],
  ['sendingLimits', { cap: null, quietHours: null, globalControl: 0 }, 'globalControl'],
  ['decisionEntries', { items: [decision] }, 'items.0.cause.id'],
  ['readiness', { ready: true }, 'ready'],
] as const)('the answer %s', (name, value, field) => {
  const { check } = answers[name];

  it('fits with and without fields of another version', () => {
    expect(check(value)).toBeNull();
    expect(check(withMore(value))).toBeNull();
  });

  it(`names ${field} where that is missing`, () => {
    expect(check(without(value, field.split('.')))).toMatchObject({ path: field });
  });
});

/** Returns a copy whose objects all have one more field. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, one]) => [key, withMore(one)] as const);
  return Object.fromEntries([...fields, ['more', { granted: true }]]);
}

/** Returns a copy without the field at this path. */
function without(value: unknown, [first = '', ...rest]: readonly string[]): unknown {
  const key = first.replace('~1', '/');
  if (Array.isArray(value)) return value.map((one, place) => (String(place) === key ? without(one, rest) : one));
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [key]: without(inner, rest) };
}
