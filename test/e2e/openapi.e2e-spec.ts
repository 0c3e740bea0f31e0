// Compares the answers and refusals in the OpenAPI document with those of the routes.
import { issueToken, signingKey } from '@segue/service';
import { type Document, type Method, type Operation, Declared } from './src/declared';
import { EveryKind, isEmpty } from './src/every-kind';
import { CAMPAIGNS } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;

interface Route {
  method: Method;
  path: string;
  operation: Operation;
}

const PROBLEM = { type: expect.any(String), title: expect.any(String), code: expect.any(String) } as object;

describe('the OpenAPI document', () => {
  let system: System;
  let document: Document;
  let routes: Route[];

  beforeAll(async () => {
    system = await System.standalone();
    document = (await (await ask('get', '/api/openapi.json', admin())).json()) as Document;
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method as Method, path, operation })),
    );
  }, PATIENCE_MS);
  afterAll(async () => system?.close(), PATIENCE_MS);

  const admin = () => ({ authorization: `Bearer ${system.adminToken}` });
  const ask = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(`${system.urlOf('scoring')}${path}`, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const management = () => routes.filter(({ path }) => path.startsWith('/api/'));
  /** Returns the path with names of things that do not exist. */
  const nowhere = ({ path, operation }: Route) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = operation.parameters?.find((one) => one.in === 'path' && one.name === name);
      return parameter?.schema?.type === 'number' ? '999999999' : 'nobody';
    });
  const said = ({ operation }: Route) => Object.keys(operation.responses).map(Number);

  it('describes every refusal as a problem', () => {
    for (const { operation } of routes) {
      for (const [status, { $ref }] of Object.entries(operation.responses).filter(
        ([status]) => Number(status) >= 400,
      )) {
        const { content } = document.components.responses[$ref?.split('/').at(-1) ?? status] ?? {};
        expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } });
      }
    }
    expect(document.components.schemas.Problem?.required).toEqual(['type', 'title', 'status', 'code']);
  });

  it('keeps what each route answers when all is well', () => {
    for (const route of routes) expect(said(route).filter((status) => status < 400)).not.toEqual([]);
  });

  it(
    'says of every management route that it needs a token, and each of them does',
    async () => {
      expect(management().length).toBeGreaterThan(40);
      for (const route of management()) {
        const answer = await ask(route.method, nowhere(route), {});
        expect([route.path, route.method, answer.status, said(route)]).toEqual([
          route.path,
          route.method,
          401,
          expect.arrayContaining([401]),
        ]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'says what every read answers about what there is not, and to a limit that is none',
    async () => {
      const reads = management().filter(({ method, path }) => method === 'get' && path !== '/api/live');
      for (const route of reads) {
        for (const query of ['', '?limit=0', '?customer=email:nobody@example.com']) {
          const { status } = await ask('get', `${nowhere(route)}${query}`, admin());
          expect([route.path, query, said(route)]).toEqual([route.path, query, expect.arrayContaining([status])]);
        }
      }
    },
    PATIENCE_MS,
  );

  it(
    'says of every write to a name that there is not what it answers',
    async () => {
      // A body that no route accepts, so that nothing is written.
      const writes = management().filter(({ method, path }) => method !== 'get' && path !== '/api/demo');
      for (const route of writes) {
        const { status } = await ask(route.method, nowhere(route), admin(), { 'no such field': 1 });
        expect([route.path, route.method, said(route)]).toEqual([
          route.path,
          route.method,
          expect.arrayContaining([status]),
        ]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'names the parameter that cannot be read',
    async () => {
      const pathOf = async (method: Method, path: string) => {
        const answer = await ask(method, path, admin(), method === 'get' || method === 'delete' ? undefined : {});
        const { errors } = (await answer.json()) as { errors?: { path: string }[] };
        return [path, answer.status, errors?.[0]?.path];
      };
      for (const { method, path: template, operation } of management().filter(({ path }) => path !== '/api/live')) {
        for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
          const path = template.replace(`{${name}}`, '%00').replace(/\{\w+\}/g, '1');
          expect(await pathOf(method, path)).toEqual([path, 400, name]);
        }
        const fields = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
        for (const field of fields) {
          const path = `${template.replace(/\{\w+\}/g, '1')}?${field}=%00`;
          expect(await pathOf(method, path)).toEqual([path, 400, field]);
        }
      }
      expect(await pathOf('get', '/api/customers/%ff')).toEqual(['/api/customers/%ff', 400, 'url']);
      expect(await pathOf('get', '/api/quarantine/1.5')).toEqual(['/api/quarantine/1.5', 400, 'id']);
      // The cursor of another list.
      const cursor = Buffer.from('["a"]').toString('base64url');
      for (const list of ['jobs', 'decisions', 'transitions', 'dead-letters', 'quarantine'])
        expect((await pathOf('get', `/api/${list}?cursor=${cursor}`)).slice(1)).toEqual([400, 'cursor']);
      for (const since of ['2024-02-30', '2024-W05', 'soon'])
        expect((await pathOf('get', `/api/tiers/flow?since=${since}`)).slice(1)).toEqual([400, 'since']);
      expect((await pathOf('get', '/api/status/scoring?seconds=abc')).slice(1)).toEqual([400, 'seconds']);
    },
    PATIENCE_MS,
  );

  describe('and its routes agree:', () => {
    const large = { note: 'x'.repeat(2_000_000) };
    const cases: [status: number, method: Method, template: string, path: string, body?: object][] = [
      [400, 'put', '/api/segments/{id}', '/api/segments/vip', { name: 'VIP', rule: { version: 1, when: {} } }],
      [400, 'get', '/api/quarantine/{id}', '/api/quarantine/first'],
      [404, 'get', '/api/campaigns/{id}', '/api/campaigns/nobody'],
      [404, 'put', '/api/settings/{kind}', '/api/settings/weather', {}],
      [404, 'get', '/api/decisions', '/api/decisions?customer=email:nobody@example.com'],
      [413, 'put', '/api/limits', '/api/limits', large],
      [413, 'post', '/v1/{call}', '/v1/track', { note: 'x'.repeat(40_000) }],
      [401, 'post', '/v1/{call}', '/v1/track', { userId: 'u1', event: 'Store Visited', writeKey: 'nobody' }],
      [404, 'post', '/v1/{call}', '/v1/nothing', {}],
    ];

    it.each(cases)('%i for %s %s', async (...[status, method, template, path, body]) => {
      await refused(status, method, template, await ask(method, path, path.startsWith('/v1') ? {} : admin(), body));
    });

    it('403 for a role that may not', async () => {
      const principal = { subject: 'mia', role: 'marketer' as const };
      const token = await issueToken(signingKey(system.adminToken), principal, 60);
      await refused(
        403,
        'post',
        '/api/histories',
        await ask('post', '/api/histories', { authorization: `Bearer ${token}` }, { histories: [] }),
      );
    });

    it('409 for a change of what somebody else has changed', async () => {
      const path = '/api/campaigns/thanks';
      const body = CAMPAIGNS['thank-you'] as object;
      expect((await ask('put', path, admin(), body)).status).toBe(200);
      const late = await ask('put', path, { ...admin(), 'if-match': '0' }, body);
      await refused(409, 'put', '/api/campaigns/{id}', late);
    });

    async function refused(status: number, method: Method, template: string, answer: Response): Promise<void> {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        status,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(await answer.json()).toMatchObject({ ...PROBLEM, status });
      expect(Object.keys(document.paths[template]?.[method]?.responses ?? {})).toContain(String(status));
    }
  });

  describe('and its routes answer as it says', () => {
    let declared: Declared;
    let kinds: EveryKind;

    beforeAll(async () => {
      declared = new Declared(document);
      kinds = await EveryKind.in(system, system.urlOf('scoring'));
    }, PATIENCE_MS);

    it('in JSON that it describes, streams and the link aside', () => {
      const silent = routes.filter(
        ({ method, path }) => method === 'get' && !declared.schemaOf('get', path, 200) && path !== '/start/{code}',
      );
      expect(silent.map(({ path }) => path)).toEqual(['/api/live']);
    });

    it('to changes', () =>
      expect(
        kinds.changes.flatMap(({ method, path, status, answer }) => declared.faultsOf(method, path, status, answer)),
      ).toEqual([]));

    it(
      'to every read',
      async () => {
        const reads = routes.filter(({ method, path }) => method === 'get' && declared.schemaOf('get', path, 200));
        const faults: string[] = [];
        const empty: string[] = [];
        for (const { path: template } of reads) {
          const paths = kinds.pathsOf(template);
          // A route without instances has not been tested.
          if (paths.length === 0) empty.push(template);
          for (const path of paths) {
            const answer = await kinds.read(path);
            if (isEmpty(answer)) empty.push(path);
            faults.push(...declared.faultsOf('get', path, 200, answer));
          }
        }
        expect(faults).toEqual([]);
        // Without a demo there are no suggestions.
        expect(empty).toEqual(['/api/demo/suggestions']);
      },
      PATIENCE_MS,
    );
  });
});
