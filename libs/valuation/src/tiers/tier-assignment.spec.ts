import { ask, DAY, scheme, standing } from '../../testing/tiers';
import type { TierStanding } from './tier-standing';
import { falling, stepping, still, weightedSum } from '../worth/trajectory';

describe('an assignment whole', () => {
  it('at the bottom, without a next reason', () => {
    expect(ask(still(0), null, 5)).toEqual({
      standing: { tier: 'Bronze', since: 5, belowSince: null },
      tier: 'Bronze',
      changesAt: null,
      dueAt: null,
      exact: true,
      score: 0,
      next: { tier: 'Silver', missing: 1_000 },
      spare: null,
      because: [{ kind: 'score', is: 'below', level: 1_000, value: 0 }],
    });
  });

  it('at the top, in grace', () => {
    expect(ask(still(4_000), standing('Gold', -100 * DAY), 5)).toEqual({
      standing: { tier: 'Gold', since: -100 * DAY, belowSince: 5 },
      tier: 'Gold',
      changesAt: 5 + 30 * DAY,
      dueAt: 5 + 30 * DAY,
      exact: true,
      score: 4_000,
      next: null,
      spare: -500,
      because: [
        { kind: 'score', is: 'below', level: 5_000, value: 4_000 },
        { kind: 'grace', until: 5 + 30 * DAY },
      ],
    });
  });

  it('on an edge: it is reached; on the edge of the fall: it is kept', () => {
    expect(ask(still(1_000), null, 0)).toMatchObject({ tier: 'Silver', spare: 100 });
    expect(ask(still(999), null, 0)).toMatchObject({ tier: 'Bronze' });
    expect(ask(still(900), standing('Silver', 0), 500 * DAY)).toMatchObject({ tier: 'Silver', spare: 0, dueAt: null });
    expect(ask(still(899), standing('Silver', 0), 500 * DAY)).toMatchObject({
      tier: 'Silver',
      spare: -1,
      changesAt: 530 * DAY,
    });
  });

  it('keeps a fall that began, and ends it on time', () => {
    const fallen = standing('Gold', 0, 100 * DAY);
    expect(ask(still(0), fallen, 130 * DAY - 1)).toMatchObject({
      tier: 'Gold',
      standing: { belowSince: 100 * DAY },
      changesAt: 130 * DAY,
    });
    expect(ask(still(0), fallen, 130 * DAY)).toMatchObject({
      tier: 'Bronze',
      standing: { since: 130 * DAY, belowSince: null },
    });
    expect(ask(still(1_500), fallen, 130 * DAY)).toMatchObject({ tier: 'Silver' });
    expect(ask(still(4_500), fallen, 110 * DAY)).toMatchObject({ tier: 'Gold', standing: { belowSince: null } });
  });

  it('without grace and stay falls at once', () => {
    const strict = { ...scheme, graceDays: 0, minimumStayDays: 0, hysteresis: 0 };
    const net = stepping(5_000, [{ at: 40, value: 4_999 }]);
    const now = ask(net, standing('Gold', 0), 10, strict);
    expect(now).toMatchObject({ tier: 'Gold', dueAt: 40, changesAt: 40 });
    expect(ask(net, now.standing, 40, strict)).toMatchObject({ tier: 'Silver', standing: { since: 40 } });
  });

  it('nothing is due in the lowest tier, whatever the hysteresis and the grace', () => {
    for (const hysteresis of [0, 0.5, 1]) {
      const strict = { ...scheme, graceDays: 0, minimumStayDays: 0, hysteresis };
      const before = standing('Bronze', -40 * DAY);
      expect(ask(still(-5), before, 0, strict)).toMatchObject({ standing: before, dueAt: null, changesAt: null });
    }
  });

  it('edges below zero are lowered, not raised, by the hysteresis', () => {
    const debts = {
      ...scheme,
      bands: [
        { tier: 'deep', from: null },
        { tier: 'shallow', from: -1_000 },
      ],
    };
    expect(ask(still(-1_050), standing('shallow', 0), 500 * DAY, debts)).toMatchObject({
      tier: 'shallow',
      spare: 50,
      dueAt: null,
    });
  });

  it('a tier by hand: over what is earned, kept through rises, forgotten after', () => {
    const override = { tier: 'Gold', until: 50, reason: 'founder' };
    const given: TierStanding = { ...standing('Bronze', 0), override };
    const risen = ask(still(2_000), given, 10);
    expect(risen).toMatchObject({
      tier: 'Gold',
      standing: { tier: 'Silver', since: 10, override },
      dueAt: 50,
      changesAt: 50,
    });
    expect(ask(still(2_000), risen.standing, 49).tier).toBe('Gold');
    const after = ask(still(2_000), risen.standing, 50);
    expect(after.standing).toEqual({ tier: 'Silver', since: 10, belowSince: null });
    const forever: TierStanding = { ...given, override: { ...override, until: null } };
    expect(ask(still(2_000), forever, 10)).toMatchObject({ tier: 'Gold', dueAt: null, changesAt: null });
    const lowest: TierStanding = { ...standing('Gold', 0), override: { ...override, tier: 'Bronze' } };
    expect(ask(still(9_000), lowest, 10)).toMatchObject({ tier: 'Bronze', changesAt: 50 });
    // The tier by hand is the earned one: its end changes nothing that is seen.
    const same: TierStanding = { ...standing('Gold', 0), override };
    expect(ask(still(9_000), same, 10)).toMatchObject({ tier: 'Gold', dueAt: 50, changesAt: null });
  });
});

it('names the edge that is just reached, and grace where it ends with the stay', () => {
  expect(ask(still(1_000), null, 0).because[0]).toEqual({ kind: 'score', is: 'atLeast', level: 1_000, value: 1_000 });
  const fallen = ask(still(0), standing('Gold', 0, 60 * DAY), 70 * DAY);
  expect(fallen.because.at(-1)).toEqual({ kind: 'grace', until: 90 * DAY });
  expect(fallen).toMatchObject({ dueAt: 90 * DAY, changesAt: 90 * DAY });
});

it('at the bottom nothing falls: it is due when it may rise', () => {
  const net = stepping(0, [
    { at: 30, value: -500 },
    { at: 60, value: 1_000 },
  ]);
  expect(ask(net, standing('Bronze', 0), 10)).toMatchObject({ tier: 'Bronze', dueAt: 60, changesAt: 60, spare: null });
});

it('stands until it is looked at again where the score is unknown', () => {
  const unknown = weightedSum([
    { of: falling((at) => 5 - at), weight: -1 },
    { of: still(2_000), weight: 1 },
  ]);
  expect(ask(unknown, null, 7)).toMatchObject({ tier: 'Silver', dueAt: 7 + DAY, changesAt: 7 + DAY, exact: false });
});

it('says so where too many changes come before a flip to be played through', () => {
  const calm = { ...scheme, bands: scheme.bands.slice(0, 2), minimumStayDays: 0 };
  const dips = (count: number) =>
    stepping(
      1_000,
      Array.from({ length: count }, (_, index) => ({ at: (index + 1) * 6, value: index % 2 === 0 ? 500 : 1_000 })),
    );
  const asked = (count: number) => ask(dips(count), standing('Silver', -1), 0, calm);
  // Each dip and each return is a change; the 201st is not played.
  expect(asked(200)).toMatchObject({ tier: 'Silver', dueAt: 6, changesAt: null, exact: true });
  expect(asked(300)).toMatchObject({ tier: 'Silver', dueAt: 6, changesAt: 201 * 6, exact: false });
  // The last dip of an odd number stays: the fall comes 30 days later.
  expect(asked(199)).toMatchObject({ changesAt: 199 * 6 + 30 * DAY, exact: true });
});

it('forgets a tier by hand that the scheme no longer knows', () => {
  const given: TierStanding = { ...standing('Silver', 0), override: { tier: 'Ruby', until: null, reason: 'founder' } };
  const assigned = ask(still(2_000), given, 10);
  expect(assigned).toMatchObject({
    tier: 'Silver',
    standing: { tier: 'Silver', since: 0 },
    changesAt: null,
    dueAt: null,
  });
  expect(assigned.standing).not.toHaveProperty('override');
  expect(assigned.because.map(({ kind }) => kind)).toEqual(['score', 'score']);
});
