import { NEW_STANDING, type Standing, storedStanding } from './standing.state';

const STANDING: Standing = {
  ...NEW_STANDING,
  judgedAt: 7,
  identities: ['userId:ana'],
  tiers: { value: { tier: 'gold', next: { at: 5, origin: 'import' } }, rfm: { tier: 'new', next: null } },
  segments: { active: { holds: true, next: { at: 9 } }, flip: { holds: true, next: null } },
};

/** As earlier versions stored it, which called `next` `flip` and its `origin` `past`. */
const EARLIER = {
  ...STANDING,
  tiers: { value: { tier: 'gold', flip: { at: 5, past: 'import' } }, rfm: { tier: 'new', flip: null } },
  segments: { active: { holds: true, flip: { at: 9 } }, flip: { holds: true, flip: null } },
};

describe('storedStanding', () => {
  it('reads what is stored now, also with a segment that bears the earlier name', () => {
    expect(storedStanding(JSON.stringify(STANDING))).toEqual(STANDING);
  });

  it('reads what earlier versions stored as what they would store now, to the letter', () => {
    expect(JSON.stringify(storedStanding(JSON.stringify(EARLIER)))).toBe(JSON.stringify(STANDING));
  });
});
