// The error statuses of each route, for the OpenAPI document. Most follow from the handler's
// decorators: a token and a permission, a checked body or query, a parameter in the path. Others
// are named with `@Refuses`.
import { type INestApplication, SetMetadata } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type Targets, handlersOf } from './handlers';
import { accessOf } from '../security/auth.guard';
import { isForEveryRole } from '../security/permissions';

type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;
type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const REFUSALS = {
  400: { name: 'BadRequest', description: 'What was sent breaks a rule; `errors` says which field and how' },
  401: { name: 'NotSignedIn', description: 'No valid token, or no valid key' },
  403: { name: 'NotAllowed', description: 'Signed in, but the role does not allow this' },
  404: { name: 'NotFound', description: 'What is named does not exist' },
  409: { name: 'Conflict', description: 'Not as things stand now; `code` says why' },
  413: { name: 'TooLarge', description: 'The body is too large' },
  422: { name: 'KeyReused', description: 'The Idempotency-Key was used for a request with other events' },
  429: { name: 'TooMany', description: 'Send the same again after `Retry-After` seconds' },
  503: { name: 'NotAvailable', description: 'A service that is needed for the answer is down; `detail` says which' },
  504: { name: 'NotInTime', description: 'The service has the request and does not answer: it may have been done' },
} as const;
export type Refusal = keyof typeof REFUSALS;

const REFUSES = 'segue:refuses';

/**
 * Replaces the default: 404 for a route with a parameter in its path. Statuses that follow from
 * token, permission, body and query are documented all the same.
 */
export const Refuses = (...statuses: Refusal[]) => SetMetadata(REFUSES, statuses);

/** Returns the document with the error statuses of its routes. */
export function withRefusals(document: OpenAPIObject, app: INestApplication): OpenAPIObject {
  const handlers = handlersOf(app);
  return {
    ...document,
    paths: mapped(document.paths, (item) => mapped(item, (part) => operationWith(part, handlers))),
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: PROBLEM },
      responses: { ...document.components?.responses, ...RESPONSES },
    },
  };
}

/** Returns the document with these statuses added to every route. */
export function alsoRefusing(document: OpenAPIObject, ...statuses: Refusal[]): OpenAPIObject {
  return { ...document, paths: mapped(document.paths, (item) => mapped(item, (part) => refusing(part, statuses))) };
}

/** Returns the error statuses in ascending order. */
function refusalsOf(targets: Targets): Refusal[] {
  const { isPublic, permission } = accessOf(targets);
  const takes = parametersOf(targets);
  const takesBody = takes.some(({ kind }) => kind === RouteParamtypes.BODY);
  const own = Reflect.getMetadata(REFUSES, targets[0]) as readonly Refusal[] | undefined;
  const statuses = new Set<Refusal>(own ?? (takes.some(({ kind }) => kind === RouteParamtypes.PARAM) ? [404] : []));
  if (takes.some(isChecked)) statuses.add(400);
  if (takesBody) statuses.add(413);
  // 429: after too many wrong tokens.
  if (!isPublic) statuses.add(401).add(429);
  if (permission !== undefined && !isForEveryRole(permission)) statuses.add(403);
  return [...statuses].sort((a, b) => a - b);
}

function operationWith<Part>(part: Part, handlers: ReadonlyMap<string, Targets>): Part {
  const targets = handlers.get((part as Operation).operationId ?? '');
  return targets === undefined ? part : refusing(part, refusalsOf(targets));
}

function refusing<Part>(part: Part, statuses: readonly Refusal[]): Part {
  const operation = part as Operation;
  const refused = statuses.map((status) => [status, { $ref: refTo(REFUSALS[status].name) }]);
  return { ...operation, responses: { ...operation.responses, ...Object.fromEntries(refused) } } as Part;
}

interface Parameter {
  kind: RouteParamtypes;
  /** The name of a single field; undefined for the whole. */
  field: unknown;
  pipes: readonly unknown[];
}

/** Returns the parameters of a handler, which Nest keeps by `kind:index`. */
function parametersOf([handler, controller]: Targets): Parameter[] {
  const kept = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) ?? {}) as Record<
    string,
    { data?: unknown; pipes?: readonly unknown[] }
  >;
  return Object.entries(kept).map(([key, { data, pipes = [] }]) => ({
    kind: Number(key.split(':', 1)[0]),
    field: data,
    pipes,
  }));
}

/**
 * Returns whether a parameter can be refused: a body that is not JSON, or text of a path or query
 * that cannot be stored.
 */
const isChecked = ({ kind }: Parameter): boolean =>
  [RouteParamtypes.BODY, RouteParamtypes.QUERY, RouteParamtypes.PARAM].includes(kind);

const refTo = (name: string) => `#/components/responses/${name}`;

const TEXT = { type: 'string' };

/** Schema of `ProblemBody`. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { ...TEXT, example: 'urn:segue:problem:invalid' },
    title: TEXT,
    status: { type: 'integer' },
    code: { ...TEXT, description: 'stable; the texts are for people and may change' },
    detail: TEXT,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: { ...TEXT, description: 'such as `lines.2.quantity`; empty for the whole' },
          code: TEXT,
          message: TEXT,
        },
      },
    },
  },
};

const RESPONSES: Responses = Object.fromEntries(
  Object.values(REFUSALS).map(({ name, description }) => [
    name,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
);

function mapped<T extends object>(record: T, change: (value: T[keyof T]) => T[keyof T]): T {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value as T[keyof T])])) as T;
}
