// Schemas compiled to validators, once at load: the touchpoint path cannot afford to interpret
// them.
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';

/**
 * Input that cannot be taken: a stable code, the path of the field (`batch.3.properties.total`),
 * and what would be right.
 */
export class Invalid extends Error {
  constructor(
    readonly code: string,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A message of a batch that a pure function cannot take: `index` is its place in the batch. The
 * handler throws it with nothing committed; the message becomes a dead letter, and the rest of the
 * batch is handled again without it.
 */
export class InvalidMessage extends Invalid {
  constructor(
    readonly index: number,
    code: string,
    path: string,
    message: string,
  ) {
    super(code, path, message);
  }
}

/** Returns null for a valid value, else its first fault. */
export type Check = (value: unknown) => Invalid | null;

export function checkOf(schema: TSchema): Check {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return null;
    const first = compiled.Errors(value).First();
    const fault = first && meant(first);
    return new Invalid('shape', dotted(fault?.path ?? ''), fault ? wantedBy(fault) : 'does not fit the schema');
  };
}

/**
 * Returns the fault of a value of a union. Where the value has the type of one form, it is the
 * fault within that form.
 */
function meant(fault: ValueError): ValueError {
  const choices = (fault.schema.anyOf ?? []) as TSchema[];
  const ofItsType = choices.filter(({ type }) => type === typeOf(fault.value));
  const nearest = ofItsType.find((choice) => hasMarksOf(choice, fault.value)) ?? ofItsType[0];
  const place = nearest ? choices.indexOf(nearest) : -1;
  const isAmongTypes = choices.every((choice) => choice.const === undefined);
  const inner = isAmongTypes && fault.errors[place]?.First();
  return inner ? meant(inner) : fault;
}

/** Whether an object has the constant fields that distinguish this form, such as its kind. */
function hasMarksOf({ properties = {} }: TSchema, value: unknown): boolean {
  const fields = Object.entries(properties as Record<string, TSchema>);
  return fields.every(
    ([name, field]) => field.const === undefined || (value as Record<string, unknown>)[name] === field.const,
  );
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

/** TypeBox describes every fault except that of a union. */
function wantedBy({ schema, message }: { schema: TSchema; message: string }): string {
  const choices = (schema.anyOf ?? []) as TSchema[];
  return choices.length > 0 ? `Expected ${choices.map(named).join(' or ')}` : message;
}

const named = (schema: TSchema): string =>
  schema.anyOf
    ? (schema.anyOf as TSchema[]).map(named).join(' or ')
    : String(schema.const ?? schema.type ?? 'another shape');

const dotted = (pointer: string) => pointer.slice(1).replaceAll('/', '.');
