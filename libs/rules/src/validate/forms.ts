// The forms of a union, and which of them a value was intended to have.
import type { TSchema } from '@sinclair/typebox';
import type { Json } from './json';

/**
 * The field that names the form, as `is` does a comparison: every form requires a word of its own
 * there.
 */
export function discriminatorOf(forms: readonly TSchema[]): string | null {
  const isNamedBy = (key: string): boolean => {
    const words = new Set(forms.map((form): unknown => (requires(form, key) ? fieldsOf(form)[key]?.const : undefined)));
    return !words.has(undefined) && words.size === forms.length;
  };
  return Object.keys(fieldsOf(forms[0] as TSchema)).find(isNamedBy) ?? null;
}

/**
 * Returns the form that has most of the value's fields and, among several, lacks the fewest; null
 * if none or several remain.
 */
export function formByKeys(forms: readonly TSchema[], json: Json): TSchema | null {
  // A field that all forms have does not distinguish them.
  const distinctive = Object.keys(json).filter((key) => !forms.every((form) => Object.hasOwn(fieldsOf(form), key)));
  const known = most(forms, (form) => distinctive.filter((key) => Object.hasOwn(fieldsOf(form), key)).length);
  const [form, ...others] = most(known, (one) => -requiredOf(one).filter((key) => !Object.hasOwn(json, key)).length);
  return form && others.length === 0 ? form : null;
}

function most(forms: readonly TSchema[], score: (form: TSchema) => number): TSchema[] {
  const best = Math.max(...forms.map(score));
  return forms.filter((form) => score(form) === best);
}

export function formsOf(union: TSchema): TSchema[] {
  const forms = union.anyOf as TSchema[];
  return forms.every((form) => form.type === 'object') ? forms : [];
}

export function fieldsOf(schema: TSchema): Record<string, TSchema> {
  return (schema.properties ?? {}) as Record<string, TSchema>;
}

function requiredOf(schema: TSchema): string[] {
  return (schema.required ?? []) as string[];
}

export function requires(schema: TSchema, key: string): boolean {
  return requiredOf(schema).includes(key);
}
