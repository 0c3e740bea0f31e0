// Schemas of the OpenAPI document, and values that conform to them.
import { Raw, asRead } from './question';

export interface BodySchema {
  $ref?: string;
  allOf?: BodySchema[];
  oneOf?: BodySchema[];
  anyOf?: BodySchema[];
  type?: string;
  format?: string;
  enum?: unknown[];
  minimum?: number;
  example?: unknown;
  properties?: Record<string, BodySchema>;
  items?: BodySchema;
}

export interface Operation {
  parameters?: { name: string; in: string; schema?: { type?: string } }[];
  requestBody?: { content?: Record<string, { schema?: BodySchema }> };
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, BodySchema> };
}

/** Returns a value that conforms to the schema. */
export function sampleOf(schema: BodySchema, document: ApiDocument, depth = 0): unknown {
  const { $ref, allOf, oneOf, anyOf, properties, items, type, format } = schema;
  if (schema.example !== undefined) return schema.example;
  if (depth > 8) return null;
  const within = (one: BodySchema) => sampleOf(one, document, depth + 1);
  if ($ref) return within(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const [first] = oneOf ?? anyOf ?? [];
  if (first) return within(first);
  if (allOf) return Object.assign({}, ...allOf.map(within)) as object;
  if (schema.enum) return schema.enum[0];
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, within(one)]));
  if (type === 'array') return items ? [within(items)] : [];
  if (type === 'string') return format === 'date-time' ? '2024-05-01T00:00:00Z' : 'x';
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return {};
}

export function resolved(schema: BodySchema, document: ApiDocument): BodySchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(document.components.schemas[name] ?? {}, document);
}

const PLAIN = ['string', 'number', 'integer', 'boolean'];

export function isOfAnotherType(value: unknown, { type }: BodySchema): boolean {
  // Null is ignored, since the document does not state for every field whether it may be null.
  if (value === null || value instanceof Raw || type === undefined || !PLAIN.includes(type)) return false;
  return typeof asRead(value) !== (type === 'integer' ? 'number' : type);
}
