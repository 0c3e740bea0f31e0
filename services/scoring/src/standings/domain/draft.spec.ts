import type { Condition, Rule } from '@segue/rules';
import { type Rulebook, DEFAULT_SETTINGS, rulebook } from '../../rulebook/domain/rulebook';
import { Funnel, draftOf } from './draft';

const number = (name: string, value: number): Condition => ({ kind: 'number', name, is: 'atLeast', value });
const rule = (when: Condition): Rule => ({ version: 1, when });

function bookOf(...segments: [string, Condition][]): Rulebook {
  return rulebook({
    ...{ version: 7, settings: DEFAULT_SETTINGS, settingsVersion: 0, needs: new Map() },
    ...{ subscribedEvents: new Set<string>(), subscribedOrders: new Set<never>() },
    segments: segments.map(([id, when]) => ({ id, name: id, rule: rule(when), version: 1 })),
    brand: { currency: 'USD', zone: 'UTC', protectedTraits: [], rates: null } as never,
  });
}

describe('a draft', () => {
  it('is judged condition by condition where all must hold', () => {
    const all: Condition = { kind: 'and', of: [number('orders', 1), number('spend', 5), number('orders', 1)] };
    expect(draftOf(rule(all), bookOf()).parts).toHaveLength(3);
    expect(draftOf(rule({ kind: 'or', of: [number('orders', 1), number('spend', 5)] }), bookOf()).parts).toHaveLength(
      1,
    );
  });

  it('takes along the segments that it refers to, and those that they refer to', () => {
    const book = bookOf(
      ['a', { kind: 'segment', id: 'b' }],
      ['b', number('orders', 1)],
      ['other', number('orders', 2)],
    );
    const { segments } = draftOf(rule({ kind: 'and', of: [{ kind: 'segment', id: 'a' }] }), book).book;
    expect(segments.map(({ id }) => id).sort()).toEqual(['(draft 0)', 'a', 'b']);
  });
});

describe('a funnel', () => {
  it('counts who is left after each condition, and says which one removed the last', () => {
    const funnel = new Funnel(3);
    const passed = [
      [true, true, true],
      [true, false, true],
      [true, true, false],
      [false, true, true],
    ].map((holds) => funnel.add(holds));
    expect(passed).toEqual([true, false, false, false]);
    expect(funnel.steps).toEqual([3, 2, 1]);
  });
});
