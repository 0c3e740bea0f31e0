// Where a value does not have the shape of a schema, and a description of what would be valid. For
// a union the messages are about the intended form, so that a path leads to the exact field.
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Errors, type ValueError, ValueErrorType } from '@sinclair/typebox/errors';
import { discriminatorOf, fieldsOf, formByKeys, formsOf } from './forms';
import { oneOf, wanted } from './in-words';
import { isObject, type Json } from './json';

/** `path` as in `when.of.1.times.atLeast`; '' is the rule itself. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

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

/** Returns the message for a field that a closed object does not have. */
export function notKnown(known: readonly string[]): string {
  return `unknown field; known are ${known.map((name) => `"${name}"`).join(', ')}`;
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

function firstPerPath(faults: readonly Fault[]): Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) if (!first.has(fault.path)) first.set(fault.path, fault);
  return [...first.values()];
}
