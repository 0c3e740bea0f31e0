// What the OpenAPI document says that routes answer and refuse, against what they do.
import { encode, touchpoints } from '@segue/contracts';
import { issueToken, signingKey } from '@segue/service';
import { answerTo } from './src/campaigns';
import { type Document, type Method, type Operation, Declared } from './src/declared';
import { purchase } from './src/purchase';
import { CAMPAIGNS, SEGMENTS, eventually } from './src/stage';
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
    document = (await (await fetch(`${system.urlOf('scoring')}/api/openapi.json`)).json()) as Document;
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
  /** Names of what there is not. */
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
      // A body that no route takes, so that nothing is written.
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
      // A cursor of another list.
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
      const principal = { subject: 'mia', role: 'marketer' as const, scope: null };
      const token = await issueToken(signingKey(system.adminToken), principal, 60);
      await refused(
        403,
        'get',
        '/api/histories',
        await ask('get', '/api/histories', { authorization: `Bearer ${token}` }),
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
    /** What stands in for the parameters of paths, by template. */
    const names: Record<string, string[]> = {};
    /** Of the changes that brought the store to where the reads look at it. */
    const faultsOfChanges: string[] = [];

    beforeAll(async () => {
      declared = new Declared(document);
      await fill();
    }, PATIENCE_MS);

    it('in JSON that it describes, streams and the link aside', () => {
      const silent = routes.filter(
        ({ method, path }) => method === 'get' && !declared.schemaOf('get', path, 200) && path !== '/start/{code}',
      );
      expect(silent.map(({ path }) => path)).toEqual(['/api/live']);
    });

    it('to changes', () => expect(faultsOfChanges).toEqual([]));

    it(
      'to every read',
      async () => {
        const reads = routes.filter(({ method, path }) => method === 'get' && declared.schemaOf('get', path, 200));
        const faults: string[] = [];
        const empty: string[] = [];
        for (const { path: template } of reads) {
          const paths = names[template] ?? (template.includes('{') ? [] : [template]);
          // Nothing is proved by what was not asked.
          if (paths.length === 0) empty.push(template);
          for (const path of paths) {
            const answer = await read(path);
            if (isEmpty(answer)) empty.push(path);
            faults.push(...declared.faultsOf('get', path, 200, answer));
          }
        }
        expect(faults).toEqual([]);
        expect(empty).toEqual([]);
      },
      PATIENCE_MS,
    );

    const isEmpty = (answer: unknown) => {
      const { items = answer } = answer as { items?: unknown };
      return Array.isArray(items) && items.length === 0;
    };

    async function read(path: string): Promise<unknown> {
      const answer = await ask('get', path, path.startsWith('/v1') ? {} : admin());
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    }

    /** A change, whose answer is held against the document as well. */
    async function change(method: Method, path: string, body?: object): Promise<Record<string, never>> {
      const answer = await ask(method, path, admin(), body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      const json = text === '' ? null : (JSON.parse(text) as Record<string, never>);
      if (json !== null) faultsOfChanges.push(...declared.faultsOf(method, path, answer.status, json));
      return json ?? {};
    }

    /** Something of every kind that routes tell of. */
    async function fill(): Promise<void> {
      for (const [id, segment] of Object.entries(SEGMENTS)) await change('put', `/api/segments/${id}`, segment);
      await change('post', '/api/segments/preview', SEGMENTS.active);
      await change('put', '/api/channels/receiver', {
        kind: 'webhook',
        url: 'http://127.0.0.1:9/nobody',
        secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
      });
      await change('put', '/api/limits', { cap: { messages: 1, days: 7 }, quietHours: null, globalControl: 0 });
      const marketing = answerTo('Order Completed', { class: 'marketing', channel: 'email' });
      const campaigns: Record<string, object> = {
        ...{ hello: answerTo('Store Visited'), offer: marketing },
        'win-back': CAMPAIGNS['win-back'] as object,
        'thank-you': { ...CAMPAIGNS['thank-you'], accepts: ['live'] },
      };
      for (const [id, campaign] of Object.entries(campaigns)) {
        await change('put', `/api/campaigns/${id}`, campaign);
        await change('post', `/api/campaigns/${id}/state`, { state: 'running' });
      }
      const source = await change('post', '/api/sources', { name: 'Shop', kind: 'public' });
      await change('post', `/api/sources/${source.id}/keys`);
      await change('patch', `/api/sources/${source.id}`, { disabled: true });
      await live();
      await change('post', '/api/tiers/preview', { a: 1, b: 1 });
      await change('put', '/api/settings/economics', {
        ...{ marginRate: 0.4, costPerOrder: 1, costPerReturn: 1, costPerContact: 1 },
      });
      await change('post', '/api/settings/rfm/take');
      await system.quiet();
      await name();
    }

    async function live(): Promise<void> {
      const client = system.clientOf('ingestion');
      await system.quiet();
      const ana = { userId: 'ana', context: { timezone: 'Europe/Vienna', locale: 'de-AT' } };
      const traits = { name: 'Ana', email: 'ana@example.com', city: 'Wien' };
      const order = (id: string, total: string) => ({
        ...{ ...ana, type: 'track', event: 'Order Completed' },
        properties: { order_id: id, total, currency: 'USD', products: [{ product_id: 'p1' }] },
      });
      await client.send([{ type: 'track', anonymousId: 'a1', event: 'Store Visited' }]);
      await system.quiet();
      await client.send([
        { ...ana, type: 'identify', anonymousId: 'a1', traits },
        { ...ana, type: 'track', event: 'Consent Granted', properties: { channel: 'email' } },
        ...[order('o1', '400.00'), order('o2', '500.00'), order('o3', '9.00')],
        { ...ana, type: 'track', event: 'Order Refunded', properties: { order_id: 'o2', total: '5.00' } },
        { type: 'track', userId: 'bo', event: 'Store Visited' },
      ]);
      const { status } = await ask('post', '/v1/track', admin(), { userId: 'bo', event: 7 });
      expect(status).toBe(400);
      const bus = system.openBus();
      const broken = purchase('bo', 'a lot');
      await bus.publish(touchpoints.name, [{ key: broken.identity, value: encode(broken) }]);
      await bus.close();
      await eventually(async () => expect(isEmpty(await read('/api/dead-letters'))).toBe(false));
      await eventually(async () => expect(isEmpty(await read('/api/quarantine'))).toBe(false));
    }

    async function name(): Promise<void> {
      const idsOf = async (path: string, key = 'id') => {
        const answer = (await read(path)) as { items?: object[] };
        return ((answer.items ?? answer) as Record<string, string>[]).map((one) =>
          encodeURIComponent(String(one[key])),
        );
      };
      const each = async (list: string, template: string, key?: string) => {
        names[template] = (await idsOf(list, key)).map((id) => template.replace(/\{\w+\}/, id));
      };
      await each('/api/sources', '/api/sources/{id}');
      await each('/api/jobs?service=scoring', '/api/jobs/{id}');
      await each('/api/quarantine', '/api/quarantine/{id}');
      await each('/api/dead-letters', '/api/dead-letters/{id}');
      await each('/api/segments', '/api/segments/{id}');
      names['/api/segments/{id}/members'] = ['/api/segments/active/members'];
      await each('/api/campaigns', '/api/campaigns/{id}');
      await each('/api/campaigns', '/api/campaigns/{id}/results');
      await each('/api/decisions', '/api/decisions/{id}');
      for (const part of ['customers/{reference}', 'customers/{reference}/timeline'])
        await each('/api/customers', `/api/${part}`, 'customer');
      for (const part of ['standings/{reference}', 'standings/{reference}/curve'])
        await each('/api/customers', `/api/${part}`, 'customer');
      const { tiers } = (await read('/api/tiers')) as { tiers: object };
      names['/api/tiers/{tier}/members'] = Object.keys(tiers).map((tier) => `/api/tiers/${tier}/members`);
      names['/api/status/{service}'] = ['ingestion', 'profile', 'scoring', 'console'].map(
        (one) => `/api/status/${one}`,
      );
      names['/api/standings'] = [`/api/standings?customers=${(await idsOf('/api/customers', 'customer')).join(',')}`];
      names['/api/jobs'] = ['/api/jobs?service=scoring'];
      names['/v1/projects/{writeKey}/settings'] = [`/v1/projects/${system.writeKey}/settings`];
    }
  });
});
