// The JSON Schema of a rule (draft 2020-12), for editors and other languages. `validate` says the same in better words, and the little that a
// schema cannot say: `some` never asks for more conditions than it has, and ranges are not empty.
import { LEAF_SCHEMAS, MAX_CHILDREN, RULE_VERSION } from './language';

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

/** Plain JSON. */
export const RULE_SCHEMA: object = JSON.parse(
  JSON.stringify({
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
      ...LEAF_SCHEMAS,
    },
  }),
) as object;
