// Compares answers of routes with the OpenAPI document: every declared field, and no other.
import Ajv from 'ajv';

export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: object[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
}

export interface Operation {
  parameters?: { name: string; in: string; schema?: { type?: string } }[];
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}
export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

export interface Document {
  paths: Record<string, Partial<Record<Method, Operation>>>;
  components: {
    responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }>;
    schemas: Record<string, Schema & { required?: string[] }>;
  };
}

export class Declared {
  private readonly ajv = new Ajv({ allErrors: true, nullable: true, unknownFormats: 'ignore', schemaId: 'auto' });

  constructor(private readonly document: Document) {
    const schemas = Object.fromEntries(
      Object.entries(document.components.schemas).map(([name, schema]) => [name, orNull(closed(schema))]),
    );
    this.ajv.addSchema({ $id: 'openapi', components: { schemas } });
  }

  /** Returns the template of a path; one without parameters takes precedence. */
  templateOf(path: string): string | undefined {
    const plain = path.split('?', 1)[0] ?? '';
    if (plain in this.document.paths) return plain;
    return Object.keys(this.document.paths).find((one) =>
      new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
    );
  }

  /**
   * Returns the declared schema of a route's answer with this status; undefined if there is none.
   */
  schemaOf(method: Method, template: string, status: number): Schema | undefined {
    return this.document.paths[template]?.[method]?.responses[status]?.content?.['application/json']?.schema;
  }

  /** Returns descriptions of the differences; none if the answer is as declared. */
  faultsOf(method: Method, path: string, status: number, answer: unknown): string[] {
    const schema = this.schemaOf(method, this.templateOf(path) ?? '', status);
    if (!schema) return [`${status} of ${method} ${path} is not declared`];
    const check = this.ajv.compile(absolute(orNull(closed(schema))) as object);
    if (check(answer) === true) return [];
    return (check.errors ?? []).map(
      ({ dataPath, message, params }) => `${method} ${path}: answer${dataPath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Returns the schema without additional properties, unless it allows them. */
function closed(schema: Schema): Schema {
  return mapped(schema, (one) =>
    one.properties && one.additionalProperties === undefined ? { ...one, additionalProperties: false } : one,
  );
}

/**
 * Returns the schema with null allowed where `nullable` is beside `allOf`, as generators write "a
 * class or null", although the standard does not allow it.
 */
const orNull = (schema: Schema): Schema =>
  mapped(schema, (one) => (one.allOf && one.nullable ? { anyOf: [{ allOf: one.allOf }, { type: 'null' }] } : one));

const absolute = (schema: Schema): Schema =>
  mapped(schema, (one) => (one.$ref?.startsWith('#') ? { ...one, $ref: `openapi${one.$ref}` } : one));

function mapped(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inner = Object.entries(schema).map(([key, value]: [string, unknown]) => [key, within(value, change)] as const);
  return change(Object.fromEntries(inner) as Schema);
}

function within(value: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((one) => within(one, change));
  return typeof value === 'object' && value !== null ? mapped(value as Schema, change) : value;
}
