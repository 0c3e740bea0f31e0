import { scheme } from '../../testing/tiers';
import { schemeFaults } from './tier-faults';
import { type Band, scoreOf, type TierScheme } from './tier-scheme';

it('names what is wrong with a scheme', () => {
  expect(schemeFaults(scheme)).toEqual([]);
  const wrong = {
    ...scheme,
    score: {},
    hysteresis: 2,
    graceDays: -1,
    minimumStayDays: NaN,
    bands: [
      { tier: 'a', from: 1 },
      { tier: 'a', from: 1 },
    ],
  };
  expect(schemeFaults(wrong).map(({ path }) => path)).toEqual([
    'score',
    'bands.0.from',
    'bands.1.tier',
    'bands.1.from',
    'hysteresis',
    'graceDays',
    'minimumStayDays',
  ]);
  expect(schemeFaults({ ...scheme, score: { net: NaN }, bands: [] }).map(({ path }) => path)).toEqual([
    'score.net',
    'bands',
  ]);
  const bandsFrom = (...edges: (number | null)[]) =>
    schemeFaults({ ...scheme, bands: edges.map((from, place) => ({ tier: `${place}`, from })) });
  expect(bandsFrom(null, null)).toEqual([{ path: 'bands.1.from', message: 'must be above that of the band before' }]);
  expect(bandsFrom(null, Infinity)).toEqual([{ path: 'bands.1.from', message: 'must be a number' }]);
  expect(bandsFrom(Infinity, 5).map(({ message }) => message)).toEqual([
    'must be null: the lowest band takes all that is left',
    'must be above that of the band before',
  ]);
});

it('says what is wrong in so many words', () => {
  const wrong: TierScheme = {
    ...scheme,
    score: {},
    hysteresis: 1.1,
    graceDays: -1,
    minimumStayDays: -1,
    bands: [
      { tier: 'a', from: 1 },
      { tier: 'a', from: null },
      { tier: 'b', from: 3 },
      { tier: 'c', from: 3 },
    ],
  };
  expect(schemeFaults(wrong).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'score: needs at least one fact',
    'bands.0.from: must be null: the lowest band takes all that is left',
    'bands.1.tier: is there twice',
    'bands.1.from: must be above that of the band before',
    'bands.3.from: must be above that of the band before',
    'hysteresis: must be from 0 to 1',
    'graceDays: must be 0 or more',
    'minimumStayDays: must be 0 or more',
  ]);
  const faultsOf = (some: Partial<TierScheme>) =>
    schemeFaults({ ...scheme, ...some }).map(({ path, message }) => `${path}: ${message}`);
  expect(faultsOf({ hysteresis: 0, graceDays: 0, minimumStayDays: 0 })).toEqual([]);
  expect(faultsOf({ hysteresis: 1 })).toEqual([]);
  expect(faultsOf({ hysteresis: -0.1 })).toEqual(['hysteresis: must be from 0 to 1']);
  expect(faultsOf({ score: { net: Infinity } })).toEqual(['score.net: must be a number']);
  for (const days of [NaN, Infinity]) {
    expect(faultsOf({ graceDays: days })).toEqual(['graceDays: must be 0 or more']);
    expect(faultsOf({ minimumStayDays: days })).toEqual(['minimumStayDays: must be 0 or more']);
  }
  for (const from of [NaN, Infinity, -Infinity]) {
    const [lowest, silver] = scheme.bands as [Band, Band];
    expect(faultsOf({ bands: [lowest, silver, { tier: 'Gold', from }] })).toEqual(['bands.2.from: must be a number']);
  }
  expect(faultsOf({ bands: [{ tier: 'all', from: null }] })).toEqual(['bands: needs at least two']);
  expect(faultsOf({ bands: scheme.bands.slice(0, 2) })).toEqual([]);
  expect(() => scoreOf(scheme, {})).toThrow('scheme metals asks for "net", which is not known');
  expect(() => scoreOf({ ...scheme, score: { toString: 1 } }, {})).toThrow('asks for "toString"');
});
