import fc from 'fast-check';
import { EMPTY_PART } from '@segue/parts';
import type { IdentityRow, Link } from './identity';
import { absorbedBy, firmer, linked, linksOf, movableIn } from './links';

const HOUR = 3_600_000;
const identify = (ids: string[], occurredAt = 0) => ({
  ...{ type: 'identify' as const, identity: ids[0] as string, ids, occurredAt },
});
const row = (identity: string): IdentityRow => ({
  ...{ identity, customer: 'c', number: 0, link: null, linkedLast: null, apart: null, part: EMPTY_PART },
});
const link = (parent: string, at: number, child = 'anonymousId:a'): Link => ({ child, parent, at });

describe('links', () => {
  it('lead from weaker identities to the one that owns the touchpoint', () => {
    expect(linksOf(identify(['userId:u', 'email:e', 'userId:v'], 7))).toEqual([link('userId:u', 7, 'email:e')]);
    expect(linksOf({ ...identify(['userId:u', 'email:e']), type: 'track' })).toEqual([]);
  });

  it('give a row the same link in any order and any number of times', () => {
    const links = fc.array(
      fc
        .tuple(fc.constantFrom('userId:u', 'userId:v', 'email:e'), fc.integer({ min: 0, max: 3 * HOUR }))
        .map(([parent, at]) => link(parent, at)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        links.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
        ),
        ([all, shuffled]) => {
          expect(shuffled.reduce(linked, row('anonymousId:a'))).toEqual(all.reduce(linked, row('anonymousId:a')));
        },
      ),
    );
  });

  it('hold by the earlier instant, then by the stronger parent', () => {
    expect(firmer(link('userId:u', 2), link('userId:v', 1)).parent).toBe('userId:v');
    expect(firmer(link('email:e', 1), link('userId:v', 1)).parent).toBe('userId:v');
    expect(firmer(link('userId:u', 1), link('userId:v', 1)).parent).toBe('userId:u');
  });

  it('change a row of an anonymous identity at most once an hour', () => {
    const first = linked(row('anonymousId:a'), link('userId:u', HOUR));

    expect(linked(first, link('userId:u', HOUR + 1))).toBe(first);
    expect(linked(first, link('userId:u', 2 * HOUR)).linkedLast).toBe(2 * HOUR);
  });

  it('place their children, and devices that are parents', () => {
    expect([...movableIn([identify(['email:e', 'anonymousId:a'])])]).toEqual(['anonymousId:a']);
    expect([...movableIn([identify(['anonymousId:a', 'deviceId:d'])])].sort()).toEqual(
      linksOf(identify(['anonymousId:a', 'deviceId:d'])).length > 0 ? ['anonymousId:a', 'deviceId:d'] : [],
    );
  });

  it('name the customers that a customer has absorbed', () => {
    const ids = absorbedBy('other', ['userId:u', 'email:e']);
    expect(ids).toHaveLength(2);
    expect(absorbedBy(ids[0] as string, ['userId:u', 'email:e'])).toEqual([ids[1]]);
  });
});
