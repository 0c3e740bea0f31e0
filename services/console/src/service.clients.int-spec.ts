// What the console's server asks of the services, each a real HTTP server of its own.
import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SERVICES, type ServiceName } from '@segue/contracts';
import { Problem } from '@segue/service';
import type { Stage } from './console.views';
import { NO_PLACES, PREFIXES } from './domain/places';
import { HealthController } from './health.controller';
import { LiveFeed } from './live.feed';
import { SaleTracker } from './sale.tracker';
import { type ServiceClients, serviceClients } from './service.clients';
import { Suggestions } from './suggestions';

const at = new Date(Date.UTC(2100, 0, 1)).toISOString();
const clock = { now: () => Date.UTC(2026, 10, 24, 12) };

const customer = {
  ...{ customer: 'c1', identities: ['userId:a'], name: 'Ana', traits: { email: 'a@example.com' }, orders: 2 },
  ...{ consents: { 'email/marketing': { granted: true } }, timeZone: null, money: { currency: 'EUR' } },
};
const standing = {
  ...{ customer: 'c1', judgedAt: at, expectedRevenue: 100, netMargin: 2500, pAlive: 0.5 },
  tiers: [{ scheme: 'value', tier: 'MGC' }],
};
const campaign = {
  ...{ id: 'thanks', state: 'running', class: 'marketing', channel: 'email', control: 0, againAfterDays: 180 },
  ...{ accepts: ['live'], trigger: { on: 'tier', scheme: 'value', to: ['MVC'] } },
};
const transition = {
  ...{ customer: 'c1', number: 1, kind: 'tier', subject: 'value', from: 'MGC', to: 'MVC' },
  ...{ cause: { id: 'x' }, origin: 'live', occurredAt: at },
};
const touchpoint = {
  ...{ customer: 'c1', identity: 'userId:a', source: 's', id: 't1', event: 'Product Viewed', origin: 'live' },
  ...{ occurredAt: at, recordedAt: at, simulated: false, channel: null },
};

/** Answers as of another version: with fields that this one does not know. */
const USUAL: Record<string, unknown> = {
  ...{ '/api/customers/c1': { ...customer, more: 1 }, '/api/customers': { items: [customer], next: null, more: 1 } },
  '/api/touchpoints': { items: [touchpoint], next: null, history: [] },
  ...{ '/api/standings/c1': { ...standing, more: 1 }, '/api/standings': [standing] },
  '/api/transitions': { items: [transition], next: null },
  ...{
    '/api/tiers/MGC/members': { items: ['c1'], next: null },
    '/api/tiers/standard/members': { items: [], next: null },
  },
  '/api/settings': { value: { a: 3000, b: 1 }, economics: { marginRate: 0.3, costPerOrder: 0 }, rfm: {} },
  ...{ '/api/campaigns': [campaign], '/api/limits': { cap: null, quietHours: null, globalControl: 0 } },
  ...{ '/api/decisions': { items: [], next: null }, '/v1/track': { success: true } },
  ...Object.fromEntries(SERVICES.map((service) => [`/api/status/${service}`, { service, ready: true, more: 1 }])),
};

describe("the console's server", () => {
  const servers: Server[] = [];
  const asked: [ServiceName, string][] = [];
  let answers = USUAL;
  let clients: ServiceClients;
  /** Id of the sale that was sent. */
  let sale = '';

  beforeAll(async () => {
    const urls = await Promise.all(SERVICES.map(async (service) => [service, await serve(service)] as const));
    const places = Object.fromEntries(urls) as Record<ServiceName, string>;
    clients = serviceClients(places, 'http://127.0.0.1:9', 'admin-token');
  });
  beforeEach(() => {
    answers = USUAL;
    asked.length = 0;
  });
  afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

  async function serve(service: ServiceName): Promise<string> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://service');
      asked.push([service, pathname]);
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        if (pathname === '/v1/track') sale = (JSON.parse(body) as { messageId: string }).messageId;
        const answer = pathname.endsWith('/timeline') ? { items: [{ id: sale, occurredAt: at }] } : answers[pathname];
        response.statusCode = answer === undefined ? 404 : 200;
        response.end(JSON.stringify(answer ?? {}));
      });
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const stagesOf = async (reference: string): Promise<Stage[]> => {
    const stages: Stage[] = [];
    for await (const stage of await new SaleTracker(clients).start({ customer: reference, amount: 100 })) {
      stages.push(stage);
    }
    return stages;
  };
  const detailOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      ({ detail }: Problem) => detail,
    );
  /** Returns the first news and what was logged until then. */
  const newsOf = async () => {
    const logged: { level: string; message: string; detail?: unknown }[] = [];
    const feed = new LiveFeed(clients, clock, (level, message, detail) => logged.push({ level, message, detail }));
    const news = await new Promise((resolve) => feed.watch(resolve));
    await feed.onModuleDestroy();
    return { news, logged };
  };
  const health = () => new HealthController(clients, clock).all();

  it('asks each service for its own paths only', async () => {
    expect(await new Suggestions(clients, clock).find()).toMatchObject([{ customer: 'c1', amount: 1700 }]);
    expect((await stagesOf('c1')).map(({ stage }) => stage)).toEqual(['touchpoint', 'profile', 'tier', 'action']);
    expect((await newsOf()).news).toMatchObject([{ kind: 'touchpoint', name: 'Ana' }, { kind: 'tier' }]);
    expect(await health()).toMatchObject({ healthy: true, services: SERVICES.map((service) => ({ service })) });

    const foreign = asked.filter(([service, path]) => !PREFIXES[service].some((prefix) => path.startsWith(prefix)));
    expect(foreign).toEqual([]);
    expect(new Set(asked.map(([service]) => service))).toEqual(new Set(SERVICES));
  });

  it('asks its own process where a service has no place', async () => {
    const own = serviceClients(NO_PLACES, `http://127.0.0.1:${(servers[1]?.address() as AddressInfo).port}`, 'x');
    await own.delivery.send('/api/campaigns', {});
    expect(asked).toEqual([['profile', '/api/campaigns']]);
  });

  it('names service, path and field of an answer that does not fit', async () => {
    answers = { ...USUAL, '/api/settings': { value: { a: 1 }, economics: { marginRate: 0.3 } } };
    expect(await detailOf(new Suggestions(clients, clock).find())).toMatch(
      /^the scoring service is of another version: its answer to \/api\/settings, economics.costPerOrder: /,
    );
    answers = { ...USUAL, '/api/standings/c1': { ...standing, tiers: [{ scheme: 'value' }] } };
    expect(await detailOf(stagesOf('c1'))).toMatch(
      /^the scoring service is of another version: its answer to \/api\/standings\/\{reference\}, tiers.0.tier: /,
    );
  });

  it('shows a service of another version as down, and leaves it out of the live feed', async () => {
    answers = { ...USUAL, '/api/status/scoring': { ready: 'yes' }, '/api/transitions': { items: [{ number: 'one' }] } };
    const { services, healthy } = await health();
    expect([healthy, services.filter(({ down }) => down).map(({ service }) => service)]).toEqual([false, ['scoring']]);

    const { news, logged } = await newsOf();
    expect(news).toMatchObject([{ kind: 'touchpoint' }]);
    const reason = expect.stringMatching(/scoring .* \/api\/transitions, items.0.customer: /) as string;
    expect(logged.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        message: expect.any(String),
        detail: expect.objectContaining({ fault: expect.objectContaining({ reason }) }),
      },
    ]);
  });

  it('knows a customer without a standing, and none that does not exist', async () => {
    answers = { ...USUAL, '/api/customers/c1': undefined };
    await expect(new SaleTracker(clients).start({ customer: 'c1', amount: 1 })).rejects.toMatchObject({
      ...{ status: 404, code: 'customer_unknown' },
    });
    answers = { ...USUAL, '/api/standings/c1': undefined };
    const stages = await new SaleTracker(clients).start({ customer: 'c1', amount: 1 });
    expect(await stages.next()).toMatchObject({ value: { stage: 'touchpoint', currency: 'EUR' } });
    await stages.return(undefined);
  });
});
