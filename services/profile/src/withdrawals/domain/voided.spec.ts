import type { NumberedTouchpoint, Touchpoint } from '@segue/contracts';
import { type Brand, EMPTY_PART, type Part, consentState, evolve } from '@segue/parts';
import { voidOf } from './voided';

const brand: Brand = { currency: 'USD', zone: 'UTC' };
const period = { source: 'src_web', from: 100, until: 200 };

let number = 0;
function consent(verb: string, at: number, given: Partial<Touchpoint> = {}): NumberedTouchpoint {
  return {
    v: 1,
    identity: 'userId:u',
    source: 'src_web',
    id: `m${at}`,
    type: 'track',
    event: `Consent ${verb}`,
    ids: ['userId:u'],
    properties: { channel: 'email' },
    context: {},
    digest: 'd',
    occurredAt: at,
    recordedAt: at,
    origin: 'live',
    cause: null,
    trust: 'public',
    number: ++number,
    ...given,
  };
}

const fold = (life: readonly Touchpoint[], part: Part = EMPTY_PART) =>
  life.reduce((folded, one) => evolve(folded, one, brand), part);

const granted = consent('Granted', 1, { trust: 'server', source: 'server' });

describe('voidOf', () => {
  it('takes back what the source withdrew in the period', () => {
    const life = [granted, consent('Withdrawn', 150)];
    const voided = voidOf('userId:u', life, EMPTY_PART, period, 300) as Touchpoint;

    expect(consentState(fold([...life, voided]))).toEqual({ 'email/marketing': { granted: true, at: 1 } });
    expect(consentState(fold([voided, ...life]))).toEqual({ 'email/marketing': { granted: true, at: 1 } });
    expect(voidOf('userId:u', life, EMPTY_PART, period, 999)?.id).toBe(voided.id);
  });

  it('lets a withdrawal from before the period hold again', () => {
    const life = [granted, consent('Withdrawn', 50), consent('Withdrawn', 150)];
    const voided = voidOf('userId:u', life, EMPTY_PART, period, 300) as Touchpoint;

    expect(consentState(fold([...life, voided]))).toEqual({ 'email/marketing': { granted: false, at: 50 } });
  });

  it('does not bring back what an earlier period took away', () => {
    const life = [granted, consent('Withdrawn', 50), consent('Withdrawn', 150)];
    const first = voidOf('userId:u', life, EMPTY_PART, { ...period, from: 40, until: 60 }, 300) as Touchpoint;
    const part = fold([...life, first]);
    const second = voidOf('userId:u', life, part, period, 400) as Touchpoint;

    expect(consentState(fold([second], part))).toEqual({ 'email/marketing': { granted: true, at: 1 } });
  });

  it.each([
    ['of another source', consent('Withdrawn', 150, { source: 'src_other' })],
    ['of a server source', consent('Withdrawn', 150, { trust: 'server' })],
    ['recorded after the period', consent('Withdrawn', 150, { recordedAt: 200 })],
    ['that is a grant', consent('Granted', 150)],
  ])('does not touch a word %s', (_, word) => {
    expect(voidOf('userId:u', [granted, word], EMPTY_PART, period, 300)).toBeNull();
  });
});
