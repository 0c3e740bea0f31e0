import fc from 'fast-check';
import { Invalid, MAX_IDENTITY_LENGTH } from '@segue/contracts';
import { identitiesOf } from './identities';
import type { SegmentEvent } from './segment-event';

const event = (given: Partial<SegmentEvent>): SegmentEvent => ({ type: 'track', event: 'Product Viewed', ...given });
const external = (type: string, id: string | number | null) =>
  event({ userId: 'u', context: { externalIds: [{ type, id }] } });
const codeOf = (given: Partial<SegmentEvent>): string => {
  try {
    return String(identitiesOf(event(given)));
  } catch (error) {
    return (error as Invalid).code;
  }
};

describe('the identities of an event', () => {
  it('are its ids in the order of the event, without repetition', () => {
    const externalIds = [
      { type: 'email', id: ' Ana@Example.com ' },
      { type: 'email', id: 'ana@example.com' },
      { type: 'loyalty', id: 7 },
    ];
    expect(identitiesOf(event({ userId: ' u ', anonymousId: 'a', context: { externalIds } }))).toEqual([
      'userId:u',
      'email:ana@example.com',
      'externalId:loyalty/7',
      'anonymousId:a',
    ]);
  });

  it('read numbers with all their digits, and refuse others', () => {
    expect(identitiesOf(event({ userId: 42 }))).toEqual(['userId:42']);
    expect(codeOf({ userId: 2 ** 53 })).toBe('id');
    expect(codeOf({ userId: '1.0e+21' })).toBe('id');
  });

  it('are refused where there are none, where they stand for no one, and where they are too long', () => {
    expect(codeOf({})).toBe('no_identity');
    expect(codeOf({ userId: 'undefined' })).toBe('blocked_id');
    expect(codeOf({ userId: 'x'.repeat(MAX_IDENTITY_LENGTH) })).toBe('length');
  });

  it('leave out an e-mail address that is none, with a remark', () => {
    const remarks: Invalid[] = [];

    expect(identitiesOf(external('email', 'noemail@'), undefined, remarks)).toEqual(['userId:u']);
    expect(remarks.map(({ code, path }) => [code, path])).toEqual([['left_out', 'context.externalIds.0.id']]);
  });

  it('take the previous id of an alias as an anonymous one, unless it is the user id', () => {
    expect(identitiesOf(event({ type: 'alias', userId: 'u', previousId: 'p' }))).toEqual(['userId:u', 'anonymousId:p']);
    expect(identitiesOf(event({ type: 'alias', userId: 'u', previousId: 'u' }))).toEqual(['userId:u']);
    expect(identitiesOf(event({ userId: 'u', previousId: 'p' }))).toEqual(['userId:u']);
  });

  it('are the same for the same ids with surrounding spaces', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{4,20}$/), fc.constantFrom('', ' ', '\t'), (id, space) => {
        fc.pre(codeOf({ userId: id }) !== 'blocked_id' && codeOf({ userId: id }) !== 'id');
        expect(identitiesOf(event({ userId: `${space}${id}${space}` }))).toEqual(identitiesOf(event({ userId: id })));
      }),
    );
  });
});
