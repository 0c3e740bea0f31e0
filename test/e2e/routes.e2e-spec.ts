// Every route with every credential, against the tables of docs/security.md.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign } from '@segue/campaign';
import { consoleBeside, startLink } from '@segue/console';
import { delivery } from '@segue/delivery';
import { freePorts } from '@segue/infra';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';
import { type Role, type RunningServices, issueToken, openServices, signingKey } from '@segue/service';
import { describeWith } from '@segue/testing';
import type { FastifyInstance } from 'fastify';
import { SignJWT, UnsecuredJWT } from 'jose';
import { type AccessTables, readAccessTables } from './src/access-tables';

const PATIENCE_MS = 120_000;
const ANSWERED_WITHIN_MS = 5_000;
const ADMIN = 'admin-token-of-the-route-test';
const METRICS = 'metrics-token-of-the-route-test';
const SERVER_KEY = 'server-key-of-the-route-test';
const KEY = signingKey(ADMIN);

type Headers = Record<string, string>;
/** Credentials by column of the table, each in several forms. */
type Credentials = Record<string, () => Promise<Headers[]> | Headers[]>;

describeWith('postgres', 'every route with every credential', () => {
  let running: RunningServices;
  let folder: string;
  let tables: AccessTables;
  let publicKey: string;
  let asked = 0;
  const routes: { method: string; path: string }[] = [];

  beforeAll(async () => {
    tables = await readAccessTables();
    folder = await mkdtemp(join(tmpdir(), 'segue-routes-'));
    const [port] = await freePorts(1);
    const env = {
      ...{ PORT: String(port), SEGUE_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' },
      ...{ SEGUE_ADMIN_TOKEN: ADMIN, SEGUE_WRITE_KEY: SERVER_KEY, SEGUE_METRICS_TOKEN: METRICS },
      SEGUE_TRUSTED_PROXIES: '127.0.0.1',
    };
    const demo = { state: () => null, canLeave: () => Promise.resolve(false), leave: () => Promise.resolve() };
    const services = [ingestion, profile, scoring, campaign, delivery, consoleBeside(demo)];
    running = await routesNoted(() => openServices(services, { env }));
    const source = await ask('POST', '/api/sources', bearer(ADMIN), { name: 'Shop', kind: 'public' });
    publicKey = ((await source.json()) as { writeKey: string }).writeKey;
  }, PATIENCE_MS);
  afterAll(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }, PATIENCE_MS);

  /** Adds the routes that `open` registers to `routes`. */
  async function routesNoted<T>(open: () => Promise<T>): Promise<T> {
    const note = (message: unknown) =>
      (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) routes.push({ method: each, path: url === '*' ? '/*' : url });
      });
    subscribe('fastify.initialization', note);
    try {
      return await open();
    } finally {
      unsubscribe('fastify.initialization', note);
    }
  }

  /**
   * Sends a request, each from another address, to stay below the limits on wrong tokens and
   * sign-ins.
   */
  function ask(method: string, path: string, headers: Headers, body?: object): Promise<Response> {
    asked += 1;
    const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
    return fetch(`${running.url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      headers: {
        'x-forwarded-for': `203.0.${asked >> 8}.${asked & 255}`,
        ...(hasBody && { 'content-type': 'application/json' }),
        ...headers,
      },
      // No route accepts this body, so a permitted request changes nothing.
      ...(hasBody && { body: JSON.stringify(body ?? { 'no such field': 1 }) }),
    });
  }

  const credentials: Credentials = {
    none: () => [{}],
    'wrong token': async () => (await wrongTokens()).map(bearer),
    'server key': () => [bearer(SERVER_KEY), basic(SERVER_KEY)],
    'public key': () => [bearer(publicKey), basic(publicKey)],
    'metrics token': () => [bearer(METRICS)],
    session: async () => [{ cookie: await cookie() }],
    admin: async () => [bearer(ADMIN), bearer(await tokenOf('admin'))],
    marketer: async () => [bearer(await tokenOf('marketer'))],
    analyst: async () => [bearer(await tokenOf('analyst'))],
    associate: async () => [bearer(await tokenOf('associate'))],
    ops: async () => [bearer(await tokenOf('ops'))],
    integrator: async () => [bearer(await tokenOf('integrator'))],
  };

  async function cookie(): Promise<string> {
    const { pathname } = new URL(await startLink(running));
    const answer = await ask('GET', pathname, {});
    return answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  }

  it('lists every route that there is, and no other', () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`);
    expect(known.length).toBeGreaterThan(90);
    expect([...new Set(known)].sort()).toEqual([...tables.accessOf.keys()].sort());
  });

  it('knows every credential of the table', () => {
    expect(Object.keys(credentials)).toEqual(tables.credentials);
  });

  it(
    'answers each as the table says',
    async () => {
      const wrong: string[] = [];
      for (const [route, access] of tables.accessOf) {
        for (const [credential, expected] of tables.cellsOf.get(access) ?? []) {
          for (const headers of await (credentials[credential]?.() ?? [])) {
            const [method = '', path = ''] = route.split(' ');
            const answer = await ask(
              method,
              path.replace(':call', 'track').replace(/:\w+/g, 'nobody').replace('*', 'nothing'),
              headers,
            );
            await answer.body?.cancel();
            const found = answer.status === 401 || answer.status === 403 ? String(answer.status) : 'yes';
            if (found !== expected || answer.status >= 500)
              wrong.push(`${route} with ${credential}: ${answer.status} instead of ${expected}`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(1_500);
    },
    PATIENCE_MS,
  );
});

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const basic = (key: string): Headers => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });

const tokenOf = (role: Role) => issueToken(KEY, { subject: role, role }, 600);

/** Returns variants of the admin's token, each with one fault. */
async function wrongTokens(): Promise<string[]> {
  const claims = { role: 'admin' };
  const jwt = () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setIssuer('segue').setSubject('admin');
  const now = Math.floor(Date.now() / 1000);
  return [
    'garbage',
    await jwt()
      .setIssuedAt(now - 120)
      .setExpirationTime(now - 60)
      .sign(KEY),
    await jwt().setIssuedAt().sign(KEY),
    await jwt().setIssuedAt().setExpirationTime('25 hours').sign(KEY),
    await jwt().setIssuedAt().setExpirationTime('10 minutes').sign(signingKey('another-admin-token')),
    new UnsecuredJWT(claims)
      .setIssuer('segue')
      .setSubject('admin')
      .setIssuedAt()
      .setExpirationTime('10 minutes')
      .encode(),
  ];
}
