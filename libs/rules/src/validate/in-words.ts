// What a schema asks for, in words.
import type { TSchema } from '@sinclair/typebox';
import { fieldsOf, formsOf, requires } from './forms';

/** Describes the values that fit a schema. */
export function wanted(schema: TSchema): string {
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

/** `must be one of "a", "b"`. */
export function oneOf(choices: readonly unknown[]): string {
  return `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
}
