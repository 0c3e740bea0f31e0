// The schema of the rule language as data (docs/rule.schema.json): which fields a condition has,
// and of what shape. The builder and its checks follow it, so a kind that the language gains is
// there.
import document from '@segue/rules/schema.json';

/** A JSON Schema, as far as the rule language uses it. */
export interface Shape {
  $ref?: string;
  type?: string;
  const?: unknown;
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** A condition while it is edited: it may be incomplete. */
export interface Node {
  kind: string;
  [field: string]: unknown;
}

const DEFINITIONS = document.$defs as unknown as Readonly<Record<string, Shape>>;

export const GROUPS = ['and', 'or', 'some', 'not'] as const;
const NOT_LEAVES = new Set(['condition', 'within', 'leaving', 'duration', 'count', 'filters', 'orders']);

/** The names of all leaves: `event`, `trait.equal`, `order.sum.above`. */
export const LEAF_NAMES = Object.keys(DEFINITIONS).filter((name) => !NOT_LEAVES.has(name));

/** The kinds of leaves, in the order of the language. */
export const LEAF_KINDS = [...new Set(LEAF_NAMES.map((name) => name.split('.')[0] ?? name))];

/** The fields that decide the shape of a leaf. */
const DECIDING: Readonly<Record<string, readonly string[]>> = { order: ['what', 'is'] };

export const isGroup = (node: Node): boolean => (GROUPS as readonly string[]).includes(node.kind);

/** Returns the schema that a reference stands for. */
export function resolved(shape: Shape): Shape {
  return shape.$ref === undefined ? shape : (DEFINITIONS[shape.$ref.replace('#/$defs/', '')] ?? {});
}

/** Returns the name of a shared shape: `within`, `count`, …; null for any other. */
export const sharedName = ({ $ref }: Shape): string | null =>
  $ref === undefined ? null : $ref.replace('#/$defs/', '');

/** A field that decides the shape of a leaf, with the words that it may have. */
export interface Deciding {
  field: string;
  choices: string[];
}

/** Returns the deciding fields of a leaf, as far as its values lead. */
export function decidingOf(node: Node): Deciding[] {
  const found: Deciding[] = [];
  let name = node.kind;
  for (const field of DECIDING[node.kind] ?? ['is']) {
    if (DEFINITIONS[name] !== undefined) break;
    const choices = formsBelow(name);
    if (choices.length === 0) break;
    found.push({ field, choices });
    name = `${name}.${String(node[field])}`;
  }
  return found;
}

function formsBelow(name: string): string[] {
  const longer = LEAF_NAMES.filter((one) => one.startsWith(`${name}.`));
  return [...new Set(longer.map((one) => one.slice(name.length + 1).split('.')[0] ?? ''))];
}

/** Returns the schema of a leaf; undefined where a deciding field has no known word. */
export function leafShape(node: Node): Shape | undefined {
  let name = node.kind;
  for (const field of DECIDING[node.kind] ?? ['is']) {
    if (DEFINITIONS[name] !== undefined) break;
    name = `${name}.${String(node[field])}`;
  }
  return NOT_LEAVES.has(name) ? undefined : DEFINITIONS[name];
}

/** A field of a leaf that is edited. */
export interface Field {
  name: string;
  shape: Shape;
  isRequired: boolean;
}

/** Returns the fields of an object in their order, without those whose value is fixed. */
export function fieldsIn(shape: Shape): Field[] {
  const { properties = {}, required = [] } = resolved(shape);
  return Object.entries(properties)
    .filter(([name, one]) => one.const === undefined || !required.includes(name))
    .map(([name, one]) => ({ name, shape: one, isRequired: required.includes(name) }));
}

/** How a value is edited. */
export type Editing =
  'text' | 'number' | 'flag' | 'fixed' | 'choice' | 'scalar' | 'list' | 'choices' | 'object' | 'forms' | 'objects';

/** Returns how a value of this shape is edited. */
export function editingOf(shape: Shape): Editing {
  const { type, anyOf, items, const: fixed } = resolved(shape);
  if (fixed !== undefined) return 'fixed';
  if (anyOf) {
    if (anyOf.every((one) => one.const !== undefined)) return 'choice';
    return anyOf.every((one) => one.type === 'object') ? 'forms' : 'scalar';
  }
  if (type === 'array') return listEditing(resolved(items ?? {}));
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'flag';
  return type === 'object' ? 'object' : 'number';
}

function listEditing(items: Shape): Editing {
  if (items.type === 'object' || items.anyOf?.every((one) => one.type === 'object')) return 'objects';
  return items.anyOf?.every((one) => one.const !== undefined) ? 'choices' : 'list';
}

/** Returns the words of a choice. */
export const wordsOf = (shape: Shape): string[] =>
  (resolved(shape).anyOf ?? []).flatMap((one) => (typeof one.const === 'string' ? [one.const] : []));

/** A form of a union: its name, by which it is chosen, and its schema. */
export interface Form {
  name: string;
  shape: Shape;
}

/**
 * Returns the forms of a union of objects. A comparison is named by its `is`, any other form by the
 * required field that distinguishes it, with `until` beside `since`.
 */
export function formsOf(shape: Shape): Form[] {
  return (resolved(shape).anyOf ?? []).map((form) => {
    const is = form.properties?.is?.const;
    return { name: typeof is === 'string' ? is : (form.required ?? []).join('-'), shape: form };
  });
}

/**
 * Returns the form of a union that a value has: the one whose required fields it has all, most
 * first.
 */
export function formOf(shape: Shape, value: unknown): Form | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fits = ({ shape: { properties = {}, required = [] } }: Form) =>
    required.every((field) => field in value) &&
    Object.entries(properties).every(
      ([field, { const: fixed }]) =>
        fixed === undefined || !(field in value) || (value as Record<string, unknown>)[field] === fixed,
    );
  return formsOf(shape)
    .filter(fits)
    .sort((a, b) => (b.shape.required?.length ?? 0) - (a.shape.required?.length ?? 0))[0];
}
