import fc from 'fast-check';
import { type Evidence, evidenceOf, kept } from './evidence';
import { firmer, linksOf } from './links';
import type { Link } from './identity';
import { IDENTITY_RULES } from './rules';

const touchpoint = (ids: string[], given: object = {}) => ({
  ...{ type: 'identify' as const, identity: ids[0] as string, ids, occurredAt: 5, source: 'web', id: 'm' },
  ...given,
});

describe('evidenceOf', () => {
  it('has one piece for each further identity, with a verdict', () => {
    const common = { parent: 'userId:u', at: 5, source: 'web', touchpoint: 'm' };

    expect(evidenceOf(touchpoint(['userId:u', 'email:e', 'userId:v']))).toEqual([
      { ...common, child: 'email:e', verdict: 'linked' },
      { ...common, child: 'userId:v', verdict: 'equal_strength' },
    ]);
  });

  it('follows the rules on which touchpoints link', () => {
    const visit = touchpoint(['userId:u', 'email:e'], { type: 'track' });

    expect(evidenceOf(visit)).toEqual([]);
    expect(evidenceOf(visit, { ...IDENTITY_RULES, linkingTypes: ['track'] })).toHaveLength(1);
  });

  it('is `linked` for exactly the links of a touchpoint', () => {
    const named = touchpoint(['userId:u', 'userId:v', 'email:e', 'anonymousId:a']);
    const linked = evidenceOf(named).filter(({ verdict }) => verdict === 'linked');

    expect(linked.map(({ child, parent, at }) => ({ child, parent, at }))).toEqual(linksOf(named));
  });
});

const pieces = fc.array(
  fc
    .record({
      parent: fc.constantFrom('userId:u', 'userId:v', 'email:e', 'anonymousId:b'),
      at: fc.integer({ min: 0, max: 5 }),
      source: fc.constantFrom('web', 'till', 'app', 'shop'),
      touchpoint: fc.integer({ min: 0, max: 50 }).map(String),
    })
    .map((one): Evidence => ({
      ...one,
      child: 'anonymousId:a',
      verdict: one.parent === 'anonymousId:b' ? 'equal_strength' : 'linked',
    })),
  { maxLength: 40 },
);
describe('kept', () => {
  it('does not depend on order, nor on how often the bound is applied', () => {
    fc.assert(
      fc.property(
        pieces.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 7 }),
        ([all, shuffled], most, portion) => {
          let state: Evidence[] = [];
          for (let from = 0; from < shuffled.length; from += portion)
            state = kept([...state, ...shuffled.slice(from, from + portion)], most);
          expect(state).toEqual(kept(all, most));
        },
      ),
    );
  });

  it('begins with the link that holds', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        const links = all.filter(({ verdict }) => verdict === 'linked');
        const holds = links.reduce<Link | null>((held, one) => firmer(held, one), null);
        const [first] = kept(all, 1);
        if (holds) expect(first).toMatchObject({ parent: holds.parent, at: holds.at });
        else expect(first?.verdict ?? 'equal_strength').toBe('equal_strength');
      }),
    );
  });

  it('has the first piece of a parent and a source only', () => {
    const visit = (at: number): Evidence => ({
      ...{ child: 'anonymousId:a', parent: 'userId:u', at, source: 'web', touchpoint: `m${at}`, verdict: 'linked' },
    });

    expect(kept([visit(3), visit(1), visit(2)])).toEqual([visit(1)]);
  });

  it('has every parent before the second source of one', () => {
    const of = (parent: string, at: number): Evidence => ({
      ...{ child: 'anonymousId:a', parent, at, source: `s${at}`, touchpoint: `${parent}-${at}`, verdict: 'linked' },
    });
    const visits = Array.from({ length: 10 }, (_, at) => of('userId:u', at));

    expect(kept([...visits, of('userId:v', 99)], 2).map(({ parent }) => parent)).toEqual(['userId:u', 'userId:v']);
  });
});
