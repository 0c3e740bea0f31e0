// Which fields of customers a template reads, and for how many customers they are empty. Pure.
import type { CustomerState } from '@segue/contracts';
import { type Content, type Wording, wordingFor, wordingsOf } from '../../content/domain/variant';

export interface EmptyField {
  /** As the template writes it: `customer.first_name`. */
  field: string;
  customers: number;
}

const MARK = /\{[{%](.*?)[}%]\}/gs;
const FIELD = /\bcustomer\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)/g;
/** A field with a fallback may be empty: `{{ customer.name | default: "friend" }}`. */
const FALLBACK = /\|\s*default\b/;

/** Returns the fields of the customer that an output reads without a fallback, each once. */
export function fieldsIn({ subject, body }: Wording): string[] {
  const marks = [...`${subject}\n${body}`.matchAll(MARK)].map(([whole, inside = '']) => ({ whole, inside }));
  const outputs = marks.filter(({ whole, inside }) => whole.startsWith('{{') && !FALLBACK.test(inside));
  return [...new Set(outputs.flatMap(({ inside }) => [...inside.matchAll(FIELD)].map(([, path = '']) => path)))].filter(
    (path) => path !== 'id',
  );
}

/** Returns the fields that are empty for any of the customers, the most frequent one first. */
export function emptyFieldsOf(content: Content, customers: readonly CustomerState[]): EmptyField[] {
  const fields = new Map(wordingsOf(content).map(({ wording }) => [keyOf(wording), fieldsIn(wording)]));
  const counts = new Map<string, number>();
  for (const { head } of customers) {
    const read = fields.get(keyOf(wordingFor(content, head.locale).wording)) ?? [];
    for (const path of read) if (isEmpty(valueAt(head.traits, path))) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .map(([path, number]) => ({ field: `customer.${path}`, customers: number }))
    .sort((a, b) => b.customers - a.customers || (a.field < b.field ? -1 : 1));
}

const keyOf = ({ subject, body }: Wording) => `${subject}\n${body}`;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function valueAt(traits: Record<string, unknown>, path: string): unknown {
  let value: unknown = traits;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
