import type { Touchpoint } from '@segue/contracts';
import { EMPTY_PART, evolve } from '@segue/parts';
import { customerView } from './customer.views';

const brand = { currency: 'USD', zone: 'UTC' };

const touchpoint = (given: Partial<Touchpoint>): Touchpoint => ({
  v: 1,
  identity: 'userId:u',
  source: given.trust === 'public' ? 'src_web' : 'server',
  id: 'm',
  type: 'track',
  event: 'Product Viewed',
  ids: ['userId:u'],
  properties: {},
  context: {},
  digest: 'd',
  occurredAt: 0,
  recordedAt: 0,
  origin: 'live',
  cause: null,
  ...given,
});

function viewOf(life: readonly Touchpoint[], given: object = {}) {
  const part = life.reduce((folded, one) => evolve(folded, one, brand), EMPTY_PART);
  const row = { identity: 'userId:u', customer: 'c', number: 1, link: null, linkedLast: null, apart: null, part };
  return customerView({ customer: 'c', rows: [{ ...row, ...given }], apart: { left: 2, review: 1 } }, brand);
}

describe('customerView', () => {
  const word = touchpoint({ type: 'identify', properties: { email: 'ana@x' }, trust: 'server' });
  const claim = touchpoint({ type: 'identify', properties: { email: 'evil@x' }, trust: 'public', occurredAt: 1_000 });

  it('shows claims beside the values that hold', () => {
    const { traits, claims } = viewOf([word, claim]);

    expect(traits).toEqual({ email: 'ana@x' });
    expect(claims).toEqual([{ source: 'src_web', trait: 'email', value: 'evil@x', at: '1970-01-01T00:00:01.000Z' }]);
  });

  it.each<[string | null, object]>([
    ['Ana Lee', { name: 'Ana Lee', firstName: 'Other' }],
    ['Ana Lee', { firstName: 'Ana', lastName: 'Lee' }],
    ['Ana Lee', { first_name: 'Ana', last_name: 'Lee', name: ' ' }],
    ['Lee', { firstName: '', last_name: 'Lee' }],
    [null, { name: '\u200b', email: 'ana@x' }],
  ])('calls the customer %j by %j', (name, traits) => {
    expect(viewOf([touchpoint({ type: 'identify', properties: { ...traits }, trust: 'server' })]).name).toBe(name);
  });

  it('names the public source of a withdrawal', () => {
    const consent = (event: string, trust: Touchpoint['trust'], occurredAt: number) =>
      touchpoint({ event, trust, occurredAt, properties: { channel: 'email' } });

    const { consents } = viewOf([
      consent('Consent Granted', 'server', 1_000),
      consent('Consent Withdrawn', 'public', 2_000),
    ]);

    expect(consents).toEqual({
      'email/marketing': { granted: false, at: '1970-01-01T00:00:02.000Z', source: 'src_web' },
    });
  });

  it('shows the identities that stand apart', () => {
    const link = { child: 'userId:u', parent: 'userId:v', at: 0 };
    expect(viewOf([word])).toMatchObject({ apart: { left: 2, review: 1 }, apartFrom: null, atBound: [] });
    expect(viewOf([word], { link, apart: 'review' }).apartFrom).toEqual({ identity: 'userId:v', reason: 'review' });
  });
});
