// The JSON Schema of a rule (draft 2020-12), for editors and other languages. `validate` checks the
// same with better messages, and what a schema cannot express: `some` asks for no more conditions
// than it has, and ranges are not empty.
import { canonical } from './canonical';
import { LEAF_SCHEMAS, SHARED_SCHEMAS } from './leaf-schemas';
import { MAX_CHILDREN, RULE_VERSION } from './limits';

const condition = { $ref: '#/$defs/condition' };
const conditions = { type: 'array', items: condition, minItems: 1, maxItems: MAX_CHILDREN };

function group(kind: string, properties: Record<string, unknown>): object {
  return {
    type: 'object',
    properties: { kind: { const: kind }, ...properties },
    required: ['kind', ...Object.keys(properties)],
    additionalProperties: false,
  };
}

/** Without TypeBox's own marks. */
function plain(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema));
}

const shared = new Map(Object.entries(SHARED_SCHEMAS).map(([name, schema]) => [canonical(plain(schema)), name]));

/** A schema in which every shared shape is a reference, below the top. */
function withReferences(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, part]): [string, unknown] => {
    const name = shared.get(canonical(part));
    return [key, name === undefined ? withReferences(part) : { $ref: `#/$defs/${name}` }];
  });
  return Array.isArray(schema) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

function definitions(schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withReferences(plain(schema))]));
}

/** Plain JSON. */
export const RULE_SCHEMA: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Segue rule',
  type: 'object',
  properties: { version: { const: RULE_VERSION }, when: condition },
  required: ['version', 'when'],
  additionalProperties: false,
  $defs: {
    condition: {
      anyOf: [
        group('and', { of: conditions }),
        group('or', { of: conditions }),
        group('not', { of: condition }),
        group('some', { atLeast: { type: 'integer', minimum: 1 }, of: conditions }),
        ...Object.keys(LEAF_SCHEMAS).map((name) => ({ $ref: `#/$defs/${name}` })),
      ],
    },
    ...definitions(SHARED_SCHEMAS),
    ...definitions(LEAF_SCHEMAS),
  },
};
