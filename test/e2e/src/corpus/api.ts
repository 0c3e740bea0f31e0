// Bad input at the management API: generated from the OpenAPI document of the process itself, and
// from valid bodies where the document is incomplete (rules).
import {
  type Dice,
  ODD_BODIES,
  ODD_BYTES,
  ODD_PARTS,
  ODD_TYPES,
  ODD_VALUES,
  type Question,
  Raw,
  written,
} from './question';
import { changed, placesIn } from './places';
import { type ApiDocument, type BodySchema, type Operation, isOfAnotherType, resolved, sampleOf } from './schemas';

export interface ApiOptions {
  adminToken: string;
  /** Returns existing paths of this template. */
  pathsOf(template: string): readonly string[];
  /**
   * Valid bodies by route, such as `put /api/segments/{id}`, beside the one derived from the
   * schema.
   */
  bodiesOf: Readonly<Record<string, readonly object[]>>;
  /** Number of questions per route. */
  perRoute: number;
}

/** A route under test. */
interface Route {
  method: string;
  template: string;
  /** The path with its parameters filled in. */
  path: string;
  operation: Operation;
  body: BodySchema | undefined;
}

/** Returns all questions for the management API, in an order that depends on the dice alone. */
export function apiQuestions(document: ApiDocument, options: ApiOptions, dice: Dice): Question[] {
  const asked = routesOf(document, options).flatMap((route) => {
    const bodies = bodiesOf(route, document, options);
    const all = [
      ...oddPaths(route),
      ...oddQueries(route),
      ...oddHeaders(route),
      ...(bodies.length > 0 ? oddBodies(route) : []),
      ...bodies.flatMap((body) => mutations(route, body, document, dice)),
    ];
    return dice.some(all, route.method === 'get' ? options.perRoute : 3 * options.perRoute);
  });
  return dice.some(
    asked.map((question) => signed(question, options.adminToken)),
    asked.length,
  );
}

function signed(question: Question, token: string): Question {
  return { ...question, headers: { authorization: `Bearer ${token}`, ...question.headers } };
}

function routesOf(document: ApiDocument, { pathsOf }: ApiOptions): Route[] {
  return Object.entries(document.paths)
    .filter(([template]) => template.startsWith('/api/'))
    .flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        // Items to delete, replay, discard or cancel do not exist.
        const keeps = method !== 'delete' && !/\/(replay|discard|cancel)$/.test(template);
        const [existing] = keeps ? pathsOf(template) : [];
        const path = existing ?? template.replace(/\{\w+\}/g, method === 'put' ? 'corpus' : 'nobody');
        const body = operation.requestBody?.content?.['application/json']?.schema;
        return { method, template, path, operation, body };
      }),
    );
}

function ask(route: Route, about: string, more: Partial<Question> = {}): Question {
  const { method, path } = route;
  const headers: Question['headers'] = route.body || more.body ? { 'content-type': 'application/json' } : {};
  return { about: `${method} ${route.template}, ${about}`, method: method.toUpperCase(), path, headers, ...more };
}

/** A body that is not an object, so a route that expects one refuses it and changes nothing. */
const NOTHING = Buffer.from('[]');
const withNothing = ({ body }: Route): Partial<Question> => (body ? { body: NOTHING } : {});

function oddPaths(route: Route): Question[] {
  const names = [...route.template.matchAll(/\{\w+\}/g)];
  return names.flatMap(([name]) =>
    ODD_PARTS.map((part) => {
      const path = route.template.replace(name, () => part).replace(/\{\w+\}/g, '1');
      return ask(route, `${name} is ${part.slice(0, 20)}`, { path, ...withNothing(route) });
    }),
  );
}

const cursorOf = (key: unknown) => Buffer.from(written(key)).toString('base64url');
const ODD_CURSORS: readonly string[] = [
  ...[
    [],
    {},
    null,
    'x',
    7,
    [null],
    [{}],
    [[]],
    ['a'],
    ['a', 'b'],
    ['a', 1],
    [1, 'a'],
    [1, 2, 3],
    ['\u0000'],
    ['\ud800'],
  ].map(cursorOf),
  ...[
    [new Raw('1e400'), 'a'],
    [1e300, 'a'],
    [-1, ''],
    [1.5, 'x'],
    ['2024-01-01', 'x'],
    [Number.MAX_SAFE_INTEGER, 'x'.repeat(600)],
  ].map(cursorOf),
  ...['x', '====', '%00', 'e30', 'W10', 'x'.repeat(1_025), '%F0%9F', 'null'],
];

function oddQueries(route: Route): Question[] {
  if (route.method !== 'get')
    return [ask(route, 'a query that there is not', { path: `${route.path}?x=1&__proto__=1`, ...withNothing(route) })];
  const named = (route.operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
  const [plain = '', given] = route.path.split('?', 2);
  const join = (query: string) => `${plain}?${given ? `${given}&` : ''}${query}`;
  const of = (query: string) => ask(route, `?${query.slice(0, 40)}`, { path: join(query) });
  return [
    ...[
      'nothing=1',
      '__proto__=1',
      'constructor[prototype]=1',
      '=',
      '&&&',
      '%00=1',
      '%',
      'a=%ff',
      `x=${'x'.repeat(5_000)}`,
    ].map(of),
    ...named.flatMap((name) => [
      ...ODD_PARTS.map((part) => of(`${name}=${part}`)),
      ...[`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`, `${name}[__proto__]=1`, name, `${name}=`].map(of),
      ...(name === 'cursor' ? ODD_CURSORS.map((cursor) => of(`cursor=${cursor}`)) : []),
      ...(name === 'limit'
        ? ['0', '-1', '201', '1e9', '1.5', '0x10', '%D9%A3', '%201'].map((limit) => of(`limit=${limit}`))
        : []),
    ]),
  ];
}

const ODD_VERSIONS = ['x', '', '*', '"3', '3"', 'W/"3"', '"3","4"', '-1', '1.5', '1e3', '9'.repeat(30), '"0"', '%00'];

function oddHeaders(route: Route): Question[] {
  const nothing = withNothing(route);
  const headers: Question['headers'][] = [
    ...(route.method === 'put' ? ODD_VERSIONS.map((version) => ({ 'if-match': version })) : []),
    ...['', 'Bearer', 'Basic Og==', 'Bearer a.b.c', `Bearer ${'x'.repeat(3_000)}`].map((authorization) => ({
      authorization,
    })),
    { 'x-http-method-override': 'DELETE', 'x-forwarded-host': 'example.com', 'x-forwarded-proto': 'x' },
    { accept: 'image/png', 'accept-language': '*;q=x', 'accept-encoding': 'x' },
    { traceparent: 'x', cookie: '=;;', range: 'bytes=9-1', 'if-none-match': '*' },
  ];
  return headers.map((given) => {
    const [name = '', value = ''] = Object.entries(given)[0] ?? [];
    const content: Question['headers'] = route.body ? { 'content-type': 'application/json' } : {};
    return ask(route, `${name}: ${String(value).slice(0, 20)}`, { headers: { ...content, ...given }, ...nothing });
  });
}

function oddBodies(route: Route): Question[] {
  return [
    ...[...ODD_BODIES, ...ODD_BYTES].map(([about, body]) => ask(route, about, { body })),
    ...ODD_TYPES.map((type) =>
      ask(route, type.slice(0, 40), { headers: { 'content-type': type }, body: Buffer.from('[]') }),
    ),
    ask(route, 'a gzip encoding', {
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: Buffer.from('[]'),
    }),
    ask(route, 'much', { body: Buffer.from(written({ note: 'x'.repeat(1_100_000) })), isWrong: true }),
  ];
}

/** Routes that get invalid bodies only: a time mark of history cannot be undone. */
const ONLY_ODD = ['/api/time'];

function bodiesOf({ method, template, body }: Route, document: ApiDocument, { bodiesOf }: ApiOptions): object[] {
  if (!body) return [];
  if (ONLY_ODD.includes(template)) return [{}];
  const sample = sampleOf(body, document);
  const own = bodiesOf[`${method} ${template}`] ?? [];
  return [...own, ...(typeof sample === 'object' && sample !== null && !Array.isArray(sample) ? [sample] : [])];
}

const VALUES_A_PLACE = 6;

function mutations(route: Route, body: object, document: ApiDocument, dice: Dice): Question[] {
  const question = (about: string, value: unknown, isWrong = false) =>
    ask(route, about, { body: Buffer.from(written(value)), isWrong });
  const schema = route.body && resolved(route.body, document);
  return [
    question('a field that there is not', { ...body, 'no such field': 1 }, schema?.properties !== undefined),
    ...placesIn(body).flatMap((place) => [
      question(`without ${place.join('.')}`, changed(body, place, undefined)),
      ...dice.some(ODD_VALUES, VALUES_A_PLACE).map((value) => {
        const about = `${place.join('.')}: ${written(value).slice(0, 40)}`;
        const own = place.length === 1 ? schema?.properties?.[place[0] as string] : undefined;
        return question(about, changed(body, place, value), own !== undefined && isOfAnotherType(value, own));
      }),
    ]),
  ];
}
