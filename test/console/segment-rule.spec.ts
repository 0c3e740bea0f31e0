// The pure part of the segment builder: conditions follow the schema of the rule language, edits
// keep a rule whole, and faults are those that the language itself finds.
import fc from 'fast-check';
import { type Condition, LEAF_SCHEMAS, RULE_SCHEMA, type Rule, describe as inWords, validate } from '@segue/rules';
import { wellShaped } from '../../libs/rules/testing/hostile';
import { formWith, groupOf, leafOf, leafWith } from '../../services/console/web/src/features/segments/rule/defaults';
import { faultsIn } from '../../services/console/web/src/features/segments/rule/faults';
import {
  LEAF_KINDS,
  LEAF_NAMES,
  type Node,
  decidingOf,
  formOf,
  formsOf,
  leafShape,
} from '../../services/console/web/src/features/segments/rule/schema';
import {
  childrenOf,
  editable,
  savable,
  withChild,
  withKind,
  withPart,
  withoutPart,
  wrapped,
} from '../../services/console/web/src/features/segments/rule/tree';

const rule = (when: unknown): Rule => ({ version: 1, when: when as Condition });
const pathsOf = (when: unknown) => validate(rule(when)).map(({ path }) => path);
const bought = leafOf('event');
const inWien: Node = { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' };
const both: Node = { kind: 'and', of: [bought, inWien] };

describe('the schema', () => {
  it('is that of the language, whole', () => {
    expect(new Set(LEAF_NAMES)).toEqual(new Set(Object.keys(LEAF_SCHEMAS)));
    expect(Object.keys((RULE_SCHEMA as { $defs: object }).$defs)).toEqual(expect.arrayContaining([...LEAF_NAMES]));
  });

  it('says which field decides what else a condition has', () => {
    expect(decidingOf(leafOf('order')).map(({ field }) => field)).toEqual(['what']);
    expect(decidingOf({ kind: 'order', what: 'sum', is: 'above' }).map(({ field }) => field)).toEqual(['what', 'is']);
    expect(decidingOf(bought)).toEqual([]);
  });

  it('tells the forms of a window apart', () => {
    const { within } = leafShape(bought)!.properties!;
    expect(formsOf(within!).map(({ name }) => name)).toEqual(['amount-unit', 'this', 'last', 'since', 'since-until']);
    expect(formOf(within!, { since: '2026-01-01', until: '2026-02-01' })?.name).toBe('since-until');
    expect(formWith(within!, 'since', { since: '2026-01-01', until: '2026-02-01', zone: 'customer' })).toEqual({
      since: '2026-01-01',
      zone: 'customer',
    });
  });
});

describe('a new condition', () => {
  it.each(LEAF_KINDS)('%s lacks nothing but what only a marketer can know', (kind) => {
    const faults = faultsIn(leafOf(kind));
    expect(faults.every(({ wanted }) => wanted === 'missing')).toBe(true);
    expect(faults.length).toBeLessThanOrEqual(1);
    expect(faults.map(({ path }) => path)).toEqual(pathsOf(leafOf(kind)));
  });

  it.each(LEAF_NAMES.filter((name) => name.includes('.')))('can be made a %s', (name) => {
    const [kind = '', ...words] = name.split('.');
    const fields = kind === 'order' ? ['what', 'is'] : ['is'];
    const node = words.reduce((one, word, place) => leafWith(one, fields[place]!, word), leafOf(kind));
    expect(leafShape(node)).toBeDefined();
    expect(faultsIn(node).map(({ path }) => path)).toEqual(pathsOf(node));
    expect(faultsIn(node).every(({ wanted }) => wanted === 'missing')).toBe(true);
  });
});

describe('faults', () => {
  it('are none of a rule that the language takes', () => {
    fc.assert(
      fc.property(wellShaped, (when) => {
        fc.pre(pathsOf(when).length === 0);
        expect(faultsIn(when as unknown as Node)).toEqual([]);
      }),
    );
  });

  it('are found wherever a field of a condition is missing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LEAF_KINDS.filter((kind) => kind !== 'segment')), fc.nat(), (kind, place) => {
        const fields = Object.keys(leafOf(kind)).filter((name) => name !== 'kind');
        const without = withPart(leafOf(kind), [fields[place % fields.length]!], undefined);
        expect(faultsIn(without).map(({ path }) => path)).toEqual(pathsOf(without));
      }),
    );
  });

  it('are none of an empty text where the language takes one', () => {
    const when = leafWith(leafOf('trait'), 'is', 'notEqual');
    const empty = withPart(withPart(when, ['name'], 'city'), ['value'], '');
    expect([faultsIn(empty), pathsOf(empty)]).toEqual([[], []]);
  });

  it('are at the field, deep within', () => {
    const deep = withPart(both, ['of', 0, 'times', 'atLeast'], 0);
    const when = { kind: 'or', of: [inWien, { kind: 'not', of: deep }] };
    expect(faultsIn(when)).toEqual([
      { path: 'when.of.1.of.of.0.times.atLeast', wanted: 'whole', minimum: 1, maximum: 1000 },
    ]);
    expect(pathsOf(when)).toEqual(['when.of.1.of.of.0.times.atLeast']);
  });

  it('are at the end of a range that ends before it starts', () => {
    const between = { kind: 'number', name: 'orders', is: 'between', from: 5, to: 2 };
    expect(faultsIn(between).map(({ path, wanted }) => [path, wanted])).toEqual([['when.to', 'range']]);
    expect(pathsOf(between)).toHaveLength(1);
  });
});

describe('a rule while it is edited', () => {
  it('is a group at the top, and is saved without a group that says nothing', () => {
    expect(editable(inWien)).toEqual({ kind: 'and', of: [inWien] });
    expect(savable(editable(inWien))).toEqual(inWien);
    expect(savable(both)).toEqual(both);
    expect(editable({ kind: 'not', of: inWien }).kind).toBe('and');
  });

  it('gains and loses conditions; an empty group goes', () => {
    const added = withChild({ kind: 'and', of: [inWien] }, [], bought);
    expect(childrenOf(added)).toEqual([inWien, bought]);
    const nested = wrapped(added, ['of', 1], 'or');
    expect(nested.of).toEqual([inWien, { kind: 'or', of: [bought] }]);
    expect(withoutPart(nested, ['of', 1, 'of', 0])).toEqual({ kind: 'and', of: [inWien] });
    expect(withoutPart({ kind: 'and', of: [inWien] }, ['of', 0])).toEqual(groupOf('and'));
    expect(withoutPart(wrapped(both, ['of', 1], 'not'), ['of', 1, 'of'])).toEqual({ kind: 'and', of: [bought] });
  });

  it('never asks for more conditions than a group has', () => {
    const some: Node = { kind: 'some', atLeast: 2, of: [bought, inWien] };
    expect(withoutPart(some, ['of', 0])).toEqual({ kind: 'some', atLeast: 1, of: [inWien] });
  });

  it('keeps its conditions when a group changes its kind', () => {
    expect(withKind(both, [], 'or')).toEqual({ ...both, kind: 'or' });
    expect(withKind(both, [], 'not')).toEqual({ kind: 'not', of: both });
    expect(withKind(withKind(both, [], 'not'), [], 'and')).toEqual({ kind: 'and', of: [both] });
  });

  it('stays what the language takes, whatever is done to it', () => {
    const pick = fc.record({ what: fc.nat(4), at: fc.nat(), kind: fc.constantFrom('and', 'or', 'some', 'not') });
    fc.assert(
      fc.property(fc.array(pick, { maxLength: 12 }), (edits) => {
        let root: Node = both;
        for (const { what, at, kind } of edits) {
          const groups = groupPaths(root);
          const path = groups[at % groups.length]!;
          const leaves = leafPaths(root);
          const leaf = leaves[at % leaves.length]!;
          if (what === 0) root = withChild(root, [], inWien);
          else if (what === 1) root = withoutPart(root, leaf);
          else if (what === 2 && leaf.length < 6) root = wrapped(root, leaf, kind === 'some' ? 'or' : kind);
          else if (what === 3 && path.length > 0) root = withKind(root, path, kind);
          else root = editable(root);
        }
        expect(pathsOf(savable(root))).toEqual([]);
        expect(inWords(rule(savable(root)), 'en')).toMatch(/^Customers of whom this is true: /);
      }),
    );
  });
});

type Way = (string | number)[];

function groupPaths(node: Node, path: Way = []): Way[] {
  const inner = waysBelow(node, path).flatMap(([child, way]) => groupPaths(child, way));
  return childrenOf(node).length > 0 ? [path, ...inner] : inner;
}

function leafPaths(node: Node, path: Way = []): Way[] {
  if (childrenOf(node).length === 0) return [path];
  return waysBelow(node, path).flatMap(([child, way]) => leafPaths(child, way));
}

const waysBelow = (node: Node, path: Way): [Node, Way][] =>
  childrenOf(node).map((child, place) => [child, node.kind === 'not' ? [...path, 'of'] : [...path, 'of', place]]);
