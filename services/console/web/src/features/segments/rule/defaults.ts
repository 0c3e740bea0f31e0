// What a new condition starts with, and a condition whose kind or comparison is changed. Pure.
import {
  type Node,
  type Shape,
  decidingOf,
  editingOf,
  fieldsIn,
  formsOf,
  leafShape,
  resolved,
  wordsOf,
} from './schema';

/** Sensible first values by kind, which the schema cannot know; other fields are empty. */
const FIRST: Readonly<Record<string, Record<string, unknown>>> = {
  event: { name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 60, unit: 'days' } },
  never: { name: 'Order Completed', within: { amount: 60, unit: 'days' } },
  sum: { name: 'Order Completed', property: 'total', is: 'atLeast', within: { amount: 365, unit: 'days' } },
  average: { name: 'Order Completed', property: 'total', is: 'atLeast', within: { amount: 365, unit: 'days' } },
  ratio: { part: { name: 'Message Opened' }, whole: { name: 'Message Sent' }, is: 'atLeast' },
  distinct: { name: 'Product Viewed', property: 'product_id', times: { atLeast: 2 } },
  first: { name: 'Order Completed', within: { amount: 30, unit: 'days' } },
  last: { name: 'Order Completed', within: { amount: 30, unit: 'days' } },
  unanswered: { name: 'Product Viewed', by: { name: 'Order Completed' }, for: { amount: 2, unit: 'hours' } },
  sequence: { steps: [{ name: 'Product Viewed' }, { name: 'Order Completed' }], span: { amount: 7, unit: 'days' } },
  place: { name: 'Order Completed', visit: 'usual', property: 'store.id' },
  order: { what: 'count', times: { atLeast: 2 }, within: { amount: 60, unit: 'days' } },
  recency: { is: 'atLeast', days: 60 },
  tier: { scheme: 'value', in: ['MVC'] },
  trait: { name: 'city', is: 'equal' },
  number: { name: 'orders', is: 'atLeast' },
  age: { name: 'birthday', is: 'atLeast' },
  date: { name: 'birthday', yearly: true, from: 0, to: 0 },
  consent: { channel: 'email', purpose: 'marketing', is: 'granted' },
  share: { seed: 'test', from: 0, to: 0.1 },
};

/** Returns a new leaf of a kind. Required fields without a sensible value are absent. */
export function leafOf(kind: string): Node {
  const node: Node = { kind, ...structuredClone(FIRST[kind] ?? {}) };
  for (const { field, choices } of decidingOf(node)) node[field] ??= choices[0];
  return node;
}

/** Returns a new group with one leaf. */
export function groupOf(kind: string): Node {
  const first = leafOf('event');
  if (kind === 'not') return { kind, of: first };
  return { kind, ...(kind === 'some' && { atLeast: 1 }), of: [first] };
}

/**
 * Returns a leaf with another word in a deciding field: it keeps what its new form has too, and
 * gets values where it requires others.
 */
export function leafWith(node: Node, field: string, word: string): Node {
  const first = FIRST[node.kind] ?? {};
  const changed: Node = { ...node, [field]: word };
  for (const one of decidingOf(changed))
    if (!one.choices.includes(String(changed[one.field]))) changed[one.field] = one.choices[0];
  const shape = leafShape(changed);
  const known = new Set(Object.keys(shape?.properties ?? {}));
  const kept = Object.fromEntries(Object.entries(changed).filter(([name]) => known.has(name)));
  for (const { name, isRequired } of fieldsIn(shape ?? {}))
    if (isRequired && kept[name] === undefined && first[name] !== undefined) kept[name] = structuredClone(first[name]);
  return { ...kept, kind: node.kind };
}

/** Returns a first value of a shape; undefined where only the marketer can know it. */
export function emptyOf(shape: Shape): unknown {
  const plain = resolved(shape);
  switch (editingOf(shape)) {
    case 'fixed':
      return plain.const;
    case 'choice':
      return wordsOf(shape)[0];
    case 'flag':
      return true;
    case 'forms':
      return formsOf(shape)[0] && objectOf(formsOf(shape)[0]?.shape ?? {});
    case 'object':
      return objectOf(plain);
    case 'objects':
      return Array.from({ length: plain.minItems ?? 1 }, () => emptyOf(plain.items ?? {}));
    case 'list':
    case 'choices':
      return [];
    case 'number':
      return plain.minimum !== undefined && plain.minimum >= 0 ? plain.minimum : undefined;
    default:
      return undefined;
  }
}

/** Returns an object with its required fields, and the fixed ones among them. */
export function objectOf({ properties = {}, required = [] }: Shape): Record<string, unknown> {
  const fields = required.map((name) => [name, emptyOf(properties[name] ?? {})] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Returns a value of another form of a union; it keeps the fields that both have. */
export function formWith(shape: Shape, name: string, value: unknown): Record<string, unknown> {
  const form = formsOf(shape).find((one) => one.name === name);
  const before = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { properties = {} } = form?.shape ?? {};
  const kept = Object.entries(before).filter(([field, one]) => {
    const fixed = properties[field]?.const;
    return field in properties && (fixed === undefined || fixed === one);
  });
  return { ...objectOf(form?.shape ?? {}), ...Object.fromEntries(kept) };
}
