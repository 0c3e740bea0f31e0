import { zone } from '../../testing/tiers';
import { NO_MONEY, moneyReachedBy, withMoney } from './population';
import { assignTier } from './tier-assignment';
import { schemeFaults } from './tier-faults';
import { SHARE_PRESETS, cutOffs, schemeOf } from './tier-presets';
import { still } from '../worth/trajectory';

it('takes cut-offs from a population', () => {
  const preset = SHARE_PRESETS.find(({ id }) => id === '15-35-50')!;
  const taken = cutOffs(preset, (share) => 100 * (1 - share), 99);
  expect(taken).toEqual({
    takenAt: 99,
    bands: [
      { tier: 'lower 50 %', from: null },
      { tier: 'middle 35 %', from: 50 },
      { tier: 'top 15 %', from: 85 },
    ],
  });
  expect(schemeFaults(schemeOf(preset, taken))).toEqual([]);
  expect(SHARE_PRESETS.map(({ shares }) => shares.reduce((sum, { share }) => sum + share, 0))).toEqual([1, 1, 1]);
  const crowded = cutOffs(preset, () => 7, 0);
  expect(crowded.bands).toEqual([
    { tier: 'lower 50 %', from: null },
    { tier: 'top 15 %', from: 7 },
  ]);
});

describe('shares of a few customers', () => {
  const money = (list: number[]) => list.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
  const tiersOf = (id: string, list: number[]) => {
    const preset = SHARE_PRESETS.find((some) => some.id === id)!;
    const shares = schemeOf(
      preset,
      cutOffs(preset, (share) => moneyReachedBy(money(list), share), 0),
    );
    return list.map((net) => assignTier({ scheme: shares, standing: null, score: still(net), now: 0, zone }).tier);
  };

  it.each([
    ['80-20', [50_000], ['top 20 %']],
    ['80-20', [50_000, 9_000], ['top 20 %', 'other 80 %']],
    ['80-20', [9_000, 9_000], ['top 20 %', 'top 20 %']],
    ['80-20', [1, 2, 3, 4, 5], ['other 80 %', 'other 80 %', 'other 80 %', 'other 80 %', 'top 20 %']],
    ['80-20', [0, 0, 0, 0, 500], ['other 80 %', 'other 80 %', 'other 80 %', 'other 80 %', 'top 20 %']],
    ['80-20', [0, -300], ['top 20 %', 'other 80 %']],
    ['abcd', [700], ['A']],
    ['abcd', [700, 300], ['A', 'D']],
    ['abcd', [5_000, 4_000, 3_000, 2_000, 1_000], ['A', 'C', 'C', 'D', 'D']],
    ['15-35-50', [700, 300], ['top 15 %', 'lower 50 %']],
    ['15-35-50', [5, 4, 3, 2, 1], ['top 15 %', 'middle 35 %', 'middle 35 %', 'lower 50 %', 'lower 50 %']],
  ])('%s of %j', (id, list, tiers) => {
    expect(tiersOf(id, list)).toEqual(tiers);
  });

  it('are no tiers of nobody, and say so', () => {
    const [preset] = SHARE_PRESETS;
    const taken = cutOffs(preset!, (share) => moneyReachedBy(NO_MONEY, share), 0);
    expect(taken.bands).toEqual([{ tier: 'D', from: null }]);
    expect(schemeFaults(schemeOf(preset!, taken))).toEqual([{ path: 'bands', message: 'needs at least two' }]);
  });
});
