// Where a value does not have the shape of a schema, and in words what would be right there. For a
// union the messages are about the form that was meant, so that a path leads to the very field.
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Errors, type ValueError, ValueErrorType } from '@sinclair/typebox/errors';

/** `path` as in `when.of.1.times.atLeast`; '' is the rule itself. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

export type Json = Readonly<Record<string, unknown>>;

const checks = new Map<TSchema, ReturnType<typeof TypeCompiler.Compile>>();

/** One fault per path, in reading order; none if the schema takes it. */
export function shapeFaults(schema: TSchema, json: unknown, path: string): Fault[] {
  let check = checks.get(schema);
  if (!check) {
    check = TypeCompiler.Compile(schema);
    checks.set(schema, check);
  }
  return check.Check(json) ? [] : firstPerPath([...check.Errors(json)].flatMap((error) => faultsOf(error, path)));
}

/** `must be one of "a", "b"`. */
export function oneOf(choices: readonly unknown[]): string {
  return `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
}

/** Returns the message for a field that a closed object does not have. */
export function notKnown(known: readonly string[]): string {
  return `unknown field; known are ${known.map((name) => `"${name}"`).join(', ')}`;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultsOf(error: ValueError, above: string): Fault[] {
  const { schema, type, value } = error;
  const path = `${above}${dotted(error.path)}`;
  if (type === ValueErrorType.ObjectAdditionalProperties) {
    return [{ path, message: notKnown(Object.keys(fieldsOf(schema))) }];
  }
  if (type === ValueErrorType.ObjectRequiredProperty) return [{ path, message: `is missing: ${wanted(schema)}` }];
  return type === ValueErrorType.Union ? unionFaults(schema, value, path) : [{ path, message: wanted(schema) }];
}

/** A JSON pointer (RFC 6901) as a path of ours. */
function dotted(pointer: string): string {
  return pointer.replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

function unionFaults(union: TSchema, json: unknown, path: string): Fault[] {
  const forms = formsOf(union);
  if (!isObject(json) || forms.length === 0) return [{ path, message: wanted(union) }];
  const named = discriminatorOf(forms);
  if (named === null) return formFaults(formByKeys(forms, json), union, json, path);
  const form = forms.find((one) => fieldsOf(one)[named]?.const === json[named]);
  if (form) return formFaults(form, union, json, path);
  const choices = forms.map((one): unknown => fieldsOf(one)[named]?.const);
  return [{ path: `${path}.${named}`, message: oneOf(choices) }];
}

function formFaults(form: TSchema | null, union: TSchema, json: Json, path: string): Fault[] {
  if (!form) return [{ path, message: wanted(union) }];
  return [...Errors(form, json)].flatMap((error) => faultsOf(error, path));
}

/**
 * The field that names the form, as `is` does a comparison: every form requires a word of its own
 * there.
 */
function discriminatorOf(forms: readonly TSchema[]): string | null {
  const isNamedBy = (key: string): boolean => {
    const words = new Set(forms.map((form): unknown => (requires(form, key) ? fieldsOf(form)[key]?.const : undefined)));
    return !words.has(undefined) && words.size === forms.length;
  };
  return Object.keys(fieldsOf(forms[0] as TSchema)).find(isNamedBy) ?? null;
}

/**
 * The form that knows most of the fields that are there and, of those, lacks the fewest; null if
 * that leaves none or several.
 */
function formByKeys(forms: readonly TSchema[], json: Json): TSchema | null {
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

function formsOf(union: TSchema): TSchema[] {
  const forms = union.anyOf as TSchema[];
  return forms.every((form) => form.type === 'object') ? forms : [];
}

function fieldsOf(schema: TSchema): Record<string, TSchema> {
  return (schema.properties ?? {}) as Record<string, TSchema>;
}

function requiredOf(schema: TSchema): string[] {
  return (schema.required ?? []) as string[];
}

function requires(schema: TSchema, key: string): boolean {
  return requiredOf(schema).includes(key);
}

/** In words what fits a schema. */
function wanted(schema: TSchema): string {
  const choices = choicesOf(schema);
  if (choices.length > 0) return oneOf(choices);
  if (!schema.anyOf) return `must be ${inWords(schema)}`;
  const forms = formsOf(schema);
  return forms.length > 0
    ? `must be one of the forms ${forms.map(inWords).join(', ')}`
    : `must be ${(schema.anyOf as TSchema[]).map(inWords).join(', or ')}`;
}

function choicesOf(schema: TSchema): unknown[] {
  return ((schema.anyOf ?? []) as TSchema[]).flatMap((option): unknown[] => ('const' in option ? [option.const] : []));
}

function inWords(schema: TSchema): string {
  if ('const' in schema) return JSON.stringify(schema.const);
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  // A schema with a pattern has a description in words.
  if (schema.description) return schema.description;
  switch (schema.type) {
    case 'string':
      return `a text${span(schema.minLength, schema.maxLength, 'of', ' characters')}`;
    case 'integer':
      return `a whole number${span(schema.minimum, schema.maximum, 'from')}`;
    case 'number':
      return `a number${span(schema.minimum, schema.maximum, 'from')}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${span(schema.minItems, schema.maxItems, 'of', ' entries')}`;
    default:
      return objectInWords(schema);
  }
}

function objectInWords(schema: TSchema): string {
  const fields = Object.entries(fieldsOf(schema)).map(([name, field]) => {
    const words = field.anyOf && choicesOf(field).length === 0 ? 'one of several forms' : inWords(field);
    return `${name}${requires(schema, name) ? '' : '?'}: ${words}`;
  });
  return `{${fields.join(', ')}}`;
}

/** `from 1 to 1000`, `of at most 1024`; nothing without bounds. */
function span(low: number | undefined, high: number | undefined, preposition: 'from' | 'of', what = ''): string {
  if (high === undefined) return '';
  return low === undefined ? ` of at most ${high}${what}` : ` ${preposition} ${low} to ${high}${what}`;
}

function firstPerPath(faults: readonly Fault[]): Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) if (!first.has(fault.path)) first.set(fault.path, fault);
  return [...first.values()];
}
