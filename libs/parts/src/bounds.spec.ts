import type { Touchpoint } from '@segue/contracts';
import { MAX_CLAIMED_TRAITS, MAX_CLAIMED_TRAIT_BYTES, MAX_TRAITS, MAX_TRAIT_BYTES, traitFault } from './bounds';

const identify = (properties: Touchpoint['properties'], trust: Touchpoint['trust'] = 'server') => ({
  type: 'identify' as const,
  properties,
  trust,
});
const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, place) => [`t${place}`, place]));

describe('traitFault', () => {
  it.each([
    ['a value as large as may be', identify({ bio: 'x'.repeat(MAX_TRAIT_BYTES - 2) }), null],
    ['a larger one', identify({ bio: 'x'.repeat(MAX_TRAIT_BYTES - 1) }), 'traits.bio'],
    ['an object of many bytes', identify({ bio: { of: 'é'.repeat(MAX_TRAIT_BYTES / 2) } }), 'traits.bio'],
    ['what a public source may say', identify({ bio: 'x'.repeat(MAX_CLAIMED_TRAIT_BYTES - 2) }, 'public'), null],
    ['more than that', identify({ bio: 'x'.repeat(MAX_CLAIMED_TRAIT_BYTES - 1) }, 'public'), 'traits.bio'],
    ['a long name', identify({ ['n'.repeat(129)]: 1 }), `traits.${'n'.repeat(128)}`],
    ['as many traits as may be', identify(names(MAX_TRAITS)), null],
    ['more of them', identify(names(MAX_TRAITS + 1)), 'traits'],
    ['more than a public source may say', identify(names(MAX_CLAIMED_TRAITS + 1), 'public'), 'traits'],
    ['another type', { ...identify({ bio: 'x'.repeat(9_999) }), type: 'track' as const }, null],
  ])('judges %s', (_, touchpoint, path) => {
    expect(traitFault(touchpoint)?.path ?? null).toBe(path);
  });
});
