// While one service is down, the others answer from their own stores, or at once with a 503 that
// names the missing service. What they accept waits for it, and once it is back everything is as if
// it had not been down. Tested on each service and through the console.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { answerTo } from '../e2e/src/campaigns';
import { Declared, type Document, type Method } from '../e2e/src/declared';
import { EveryKind } from '../e2e/src/every-kind';
import { eventually } from '../e2e/src/stage';
import { SERVICES, type ServiceName } from '@segue/contracts';
import { System } from '../e2e/src/system';

const PATIENCE_MS = 180_000;
jest.setTimeout(PATIENCE_MS);
/** Maximum milliseconds of a shutdown, far below those after which it is aborted (28 s). */
const ENDS_WITHIN_MS = 20_000;
/**
 * Maximum milliseconds of an answer while the port of another service is closed; enough for a slow
 * machine, and far below the minute that retries would take.
 */
const AT_ONCE_MS = 10_000;
/**
 * Milliseconds for which a service that accepts connections without answering is waited for: 5 s by
 * services, 15 s by the console.
 */
const WAITED_FOR_MS = 15_000;
const WAITED_FOR_BY_CONSOLE_MS = 30_000;

type Process = ServiceName | 'console';
const PROCESSES: readonly Process[] = [...SERVICES, 'console'];

/** An identity whose customer only profile knows. */
const VISITOR = 'anonymousId:a1';
/** An identity from which the customer's id follows. */
const ANA = 'userId:ana';
const LISTS_BY_CUSTOMER = ['/api/transitions', '/api/decisions', '/api/deliveries', '/api/outbox'];

const EVERYWHERE = ['/livez', '/metrics', '/api/openapi.json'];
/** Reads of the console that are left out: the sign-in, and a stream. */
const NOT_TO_BE_READ = ['/start/{code}', '/api/live'];

/** Services that a path needs, apart from its own. */
const NEEDS = {
  ingestion: [],
  scoring: [],
  campaign: [],
  delivery: [],
  profile: [
    `/api/standings/${VISITOR}`,
    `/api/standings/${VISITOR}/curve`,
    `/api/standings/${VISITOR}/tier`,
    ...LISTS_BY_CUSTOMER.map((list) => `${list}?customer=${VISITOR}`),
  ],
} satisfies Record<ServiceName, readonly string[]>;

const isNeeded = (service: ServiceName, path: string) => (NEEDS[service] as readonly string[]).includes(path);

const NEVER_ASKED = {
  name: 'never asked',
  rule: {
    version: 1,
    when: { kind: 'sum', name: 'Order Completed', property: 'tax', is: 'atMost', value: 0 },
  },
};
const waitingFor = (segment: string) => answerTo(segment, { trigger: { on: 'entered', segment } });

/** Requests with a body while a service is down, and whether they need it. */
const CHANGES: [down: ServiceName, method: Method, path: string, body: object | undefined, missed: boolean][] = [
  ['scoring', 'put', '/api/campaigns/hello', answerTo('Store Visited'), false],
  ['scoring', 'put', '/api/campaigns/greeting', answerTo('Store Left'), false],
  ['scoring', 'put', '/api/campaigns/for-wien', waitingFor('wien'), false],
  ['scoring', 'post', '/api/campaigns/offer/state', { state: 'paused' }, false],
  ['campaign', 'delete', '/api/segments/bought-twice', undefined, false],
  ['campaign', 'put', '/api/segments/bought-twice', NEVER_ASKED, false],
  ['profile', 'post', '/api/segments/preview', NEVER_ASKED, true],
  ['profile', 'put', '/api/segments/never-asked', NEVER_ASKED, false],
  ['profile', 'put', '/api/settings/value', { a: 40_000, b: 10_000 }, false],
  ['profile', 'post', '/api/settings/rfm/take', undefined, false],
  ['profile', 'post', '/api/tiers/preview', { a: 1, b: 1 }, false],
];

describeWith('ownKafka', 'with one service down', () => {
  let system: System;
  let kinds: EveryKind;
  let documents: Map<Process, Document>;
  let declared: Map<Process, Declared>;

  beforeAll(async () => {
    system = await System.onKafka({ console: true });
    kinds = await EveryKind.in(system, system.urlOf('console'));
    documents = new Map(await Promise.all(PROCESSES.map(async (name) => [name, await documentOf(name)] as const)));
    declared = new Map([...documents].map(([name, document]) => [name, new Declared(document)]));
  }, PATIENCE_MS);
  afterAll(async () => system?.close(), PATIENCE_MS);

  describe.each(SERVICES)('%s', (down) => {
    const person = `while-${down}-was-away`;

    it('ends at once, though the others hold connections to it', async () => {
      const began = performance.now();
      await system.stop(down);
      expect(performance.now() - began).toBeLessThan(ENDS_WITHIN_MS);
    });

    it('the others read what they can, and say who is missing', async () => {
      const faults = await Promise.all(PROCESSES.filter((one) => one !== down).map((one) => faultsOf(one, down)));
      expect(faults.flat()).toEqual([]);
    });

    it('the console tells that it is down, and that the others are not', async () => {
      const { services } = (await kinds.read('/api/health')) as { services: { service: string; down: boolean }[] };
      expect(services.filter((one) => one.down).map(({ service }) => service)).toEqual([down]);
    });

    it('changes are made where it is not missed, and refused where it is', async () => {
      const faults: string[] = [];
      for (const [, method, path, body, missed] of CHANGES.filter(([missing]) => missing === down)) {
        const answer = await timed(() => kinds.ask(method, path, body));
        faults.push(...faultsIn(answer, 'console', method, templateOf(path), missed ? down : null));
      }
      expect(faults).toEqual([]);
    });

    it(`ingestion ${down === 'ingestion' ? 'is away, and the console says so' : 'takes what comes'}`, async () => {
      const events = [
        { type: 'identify', userId: person, traits: { name: person, city: 'Wien' } },
        { type: 'track', userId: person, event: 'Store Visited' },
      ].map((event) => ({ ...event, messageId: randomUUID() }));
      const body = { batch: events, writeKey: system.writeKey };
      const answer = await timed(() => kinds.ask('post', '/v1/batch', body));
      expect(faultsIn(answer, 'console', 'post', '/v1/{call}', down === 'ingestion' ? down : null)).toEqual([]);
    });

    it(
      'and when it is back all of it is as ever, by itself',
      async () => {
        await system.start(down);
        await system.quiet();

        expect((await Promise.all(PROCESSES.map((one) => faultsOf(one, null)))).flat()).toEqual([]);
        if (down === 'ingestion') return;
        const paths = [`/api/customers/userId:${person}`, `/api/standings/userId:${person}`];
        for (const path of paths) expect(await kinds.read(path)).toBeTruthy();
        expect(await itemsOf(`/api/transitions?customer=userId:${person}&subject=wien`)).toHaveLength(1);
        expect(await itemsOf(`/api/decisions?customer=userId:${person}`)).toMatchObject([{ campaign: 'hello' }]);
        expect(await itemsOf(`/api/outbox?customer=userId:${person}`)).toMatchObject([{ campaign: 'hello' }]);
      },
      PATIENCE_MS,
    );
  });

  it(
    'a segment that was saved while profile was down holds whom it should: its backfill waited',
    async () => {
      await eventually(async () => {
        const { items } = (await kinds.read('/api/jobs?service=scoring&limit=100')) as { items: { state: string }[] };
        expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['done']));
      });
      const members = await itemsOf('/api/segments/never-asked/members?limit=100');
      const all = await itemsOf<{ customer: string }>('/api/customers?limit=100');
      expect([...members].sort()).toEqual(all.map(({ customer }) => customer).sort());
    },
    PATIENCE_MS,
  );

  it(
    'a service that takes connections and answers none is waited for some seconds, no longer',
    async () => {
      system.freeze('profile');
      try {
        const asked = [
          ...NEEDS.profile.map((path) => ({ path, missing: 'profile' as const })),
          ...LISTS_BY_CUSTOMER.map((list) => ({ path: `${list}?customer=${ANA}`, missing: null })),
        ].map(async ({ path, missing }) => {
          const answer = await timed(() => kinds.ask('get', path));
          return faultsIn(answer, 'console', 'get', templateOf(path), missing, WAITED_FOR_MS);
        });
        const itself = await timed(() => kinds.ask('get', `/api/customers/${ANA}`));
        expect((await Promise.all(asked)).flat()).toEqual([]);
        expect(itself).toMatchObject({ status: 504, answer: { code: 'service_late' } });
        expect(itself.ms).toBeLessThan(WAITED_FOR_BY_CONSOLE_MS);
      } finally {
        system.thaw('profile');
      }
      await eventually(() => kinds.read(`/api/customers/${ANA}`));
    },
    PATIENCE_MS,
  );

  const declaredBy = (one: Process) => declared.get(one) as Declared;
  const templateOf = (path: string) => declaredBy('console').templateOf(path) ?? '';
  const itemsOf = async <T = unknown>(path: string) => ((await kinds.read(path)) as { items: T[] }).items;

  async function documentOf(one: Process): Promise<Document> {
    return (await (await askAt(one, '/api/openapi.json')).json()) as Document;
  }

  /** Returns the service that declares this path; paths that each process has are left out. */
  function ownerOf(path: string): ServiceName | undefined {
    const status = /^\/api\/status\/(\w+)/.exec(path)?.[1] ?? /[?&]service=(\w+)/.exec(path)?.[1];
    if (status !== undefined) return SERVICES.find((service) => service === status);
    const template = templateOf(path);
    return SERVICES.find((service) => template in (documents.get(service)?.paths ?? {}));
  }

  /** Returns the faults in the answers of one process to every read. */
  async function faultsOf(one: Process, down: ServiceName | null): Promise<string[]> {
    const faults: string[] = [];
    for (const [template, path] of readsOf(one)) {
      const answer = await timed(() => askAt(one, path));
      const isAway = one === 'console' && ownerOf(path) === down;
      const needs = down !== null && (isAway || isNeeded(down, path)) ? down : null;
      faults.push(...faultsIn(answer, one, 'get', template, needs));
    }
    for (const path of EVERYWHERE) {
      const { status } = await askAt(one, path);
      if (status !== 200) faults.push(`${one} ${path}: ${status}`);
    }
    return faults;
  }

  /** Returns every read that this process declares, with instances of its path. */
  function readsOf(one: Process): [template: string, path: string][] {
    const templates = Object.entries(documents.get(one)?.paths ?? {})
      .filter(([path, methods]) => methods.get !== undefined && !NOT_TO_BE_READ.includes(path))
      .map(([path]) => path);
    const paths = templates.flatMap((template) => pathsAt(one, template).map((path) => [template, path] as const));
    const named = templates.flatMap((template) => namedOf(template).map((path) => [template, path] as const));
    return [...paths, ...named].map(([template, path]) => [template, path]);
  }

  function pathsAt(one: Process, template: string): string[] {
    const paths = kinds.pathsOf(template);
    if (one === 'console') return paths;
    if (template === '/api/status/{service}') return [`/api/status/${one}`];
    if (template === '/api/jobs') return [`/api/jobs?service=${one}`];
    return one === 'scoring' || template !== '/api/jobs/{id}' ? paths : [];
  }

  const namedOf = (template: string): string[] => {
    if (LISTS_BY_CUSTOMER.includes(template)) return [VISITOR, ANA].map((name) => `${template}?customer=${name}`);
    return /^\/api\/(standings|customers)\/\{reference\}/.test(template)
      ? [VISITOR, ANA].map((name) => template.replace('{reference}', name))
      : [];
  };

  const askAt = (one: Process, path: string) =>
    fetch(`${system.urlOf(one)}${path}`, { headers: { authorization: `Bearer ${system.adminToken}` } });

  /**
   * Returns the faults of an answer. @param missing the service that a 503 must name; null if none
   * is expected.
   */
  function faultsIn(
    { status, answer, ms }: Timed,
    one: Process,
    method: Method,
    template: string,
    missing: ServiceName | null,
    withinMs = AT_ONCE_MS,
  ): string[] {
    const said = `${one} ${method} ${template}: ${status} ${JSON.stringify(answer).slice(0, 300)} after ${ms} ms`;
    const responses = documents.get(one)?.paths[template]?.[method]?.responses ?? {};
    const faults: string[] = [];
    if (ms > withinMs) faults.push(`late: ${said}`);
    if (!(status in responses)) faults.push(`not declared: ${said}`);
    if (missing === null && status >= 400) faults.push(`refused: ${said}`);
    if (missing === null && status < 300 && answer !== null)
      faults.push(...declaredBy(one).faultsOf(method, template, status, answer));
    if (missing !== null && !names(answer, status, missing)) faults.push(`does not name ${missing}: ${said}`);
    return faults;
  }
});

interface Timed {
  status: number;
  /** The JSON of the answer; null if it has none. */
  answer: unknown;
  ms: number;
}

async function timed(ask: () => Promise<Response>): Promise<Timed> {
  const began = performance.now();
  const response = await ask();
  const text = await response.text();
  const ms = Math.round(performance.now() - began);
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, answer: isJson && text !== '' ? JSON.parse(text) : null, ms };
}

function names(answer: unknown, status: number, missing: ServiceName): boolean {
  const { code, detail = '' } = (answer ?? {}) as { code?: string; detail?: string };
  return status === 503 && code === 'service_down' && detail.includes(`the ${missing} service`);
}
