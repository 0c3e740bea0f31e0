import { Body, Controller, Get, type DynamicModule, Module, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { IsInt, IsString, Min } from 'class-validator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  IsListOf,
  openServices,
  providersOf,
  ServiceConfig,
  type ServiceContext,
  defineService,
  limitedTo,
  Problem,
  Public,
  type Role,
  Needs,
  signingKey,
  issueToken,
} from '..';
import type { RunningServices } from './bootstrap';

jest.setTimeout(60_000);

class Line {
  @IsInt()
  @Min(1)
  quantity!: number;
}

class Basket {
  @IsString()
  name!: string;

  @IsListOf(() => Line)
  lines!: Line[];
}

@Needs('system:read')
@Controller('api/baskets')
class BasketsController {
  @Needs('settings:write')
  @Post()
  create(@Body() basket: Basket): Basket {
    return basket;
  }

  @Get('broken')
  broken(): never {
    throw new Error('a detail of the inside');
  }

  @Public()
  @RouteConfig(limitedTo({ max: 3, perSeconds: 3600 }))
  @Get('seldom')
  seldom(): object {
    return {};
  }

  @Get('missing')
  missing(): never {
    throw Problem.notFound('basket_not_found');
  }
}

@Module({ controllers: [BasketsController] })
class ShopModule {
  static register(context: ServiceContext): DynamicModule {
    return { module: ShopModule, providers: providersOf(context) };
  }
}

const shop = defineService({
  name: 'shop',
  config: ServiceConfig,
  migrations: [],
  entities: [],
  inputs: [],
  output: null,
  module: (context) => ShopModule.register(context),
});

describe('a running service', () => {
  let folder: string;
  let running: RunningServices;
  const ADMIN = 'an-admin-token-of-tests';
  const METRICS = 'a-token-for-prometheus';

  const call = async (path: string, init: { token?: string; method?: string; body?: string } = {}) => {
    const { token = ADMIN, method = 'GET', body } = init;
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(`${running.url}${path}`, { method, body, headers });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      type: answer.headers.get('content-type'),
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  };
  const post = (body: string, token?: string) => call('/api/baskets', { method: 'POST', body, token });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-service-'));
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      SEGUE_DATA_DIR: folder,
      SEGUE_ADMIN_TOKEN: ADMIN,
      LOG_LEVEL: 'error',
      SEGUE_METRICS_TOKEN: METRICS,
    };
    running = await openServices([shop], { env });
  });

  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('is alive and ready', async () => {
    expect((await call('/livez')).status).toBe(200);
    expect((await call('/readyz')).body).toMatchObject({ status: 'ready', services: [{ name: 'shop' }] });
  });

  it('answers bad input with the path and the code of each field, and no value', async () => {
    const answer = await post('{"name":7,"lines":[{"quantity":0}],"nmae":"secret"}');

    expect(answer.status).toBe(400);
    expect(answer.type).toContain('application/problem+json');
    expect(
      answer.body.errors.map((fault: { path: string; code: string }) => `${fault.path} ${fault.code}`).sort(),
    ).toEqual(['lines.0.quantity min', 'name isString', 'nmae whitelistValidation']);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('takes objects alone in a list of objects', async () => {
    for (const line of ['[]', '[[]]', '[{"quantity":1}]', '7', '"x"', 'null']) {
      const answer = await post(`{"name":"a","lines":[${line}]}`);
      expect([line, answer.status]).toEqual([line, 400]);
      expect(answer.body.errors[0].path).toMatch(/^lines/);
    }
  });

  it('refuses JSON that cannot be carried safely, with its path', async () => {
    expect((await post('{"name":')).body).toMatchObject({ code: 'invalid', errors: [{ code: 'json' }] });
    expect((await post('{"name":"a","lines":[{"quantity":1e400}]}')).body).toMatchObject({
      errors: [{ path: 'lines.0.quantity', code: 'number' }],
    });
  });

  it('keeps what went wrong inside to itself', async () => {
    const answer = await call('/api/baskets/broken');
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: 'urn:segue:problem:internal',
      title: 'Internal error',
      status: 500,
      code: 'internal',
    });
    expect((await call('/api/baskets/missing')).body).toMatchObject({ status: 404, code: 'basket_not_found' });
    expect((await call('/api/nowhere')).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('asks for a token and for the right role', async () => {
    const key = signingKey(ADMIN);
    const token = (role: 'marketer' | 'analyst', ttl = 60) => issueToken(key, { subject: 'u', role }, ttl);
    const good = '{"name":"a","lines":[]}';

    expect((await post(good, 'wrong')).status).toBe(401);
    expect((await post(good, await token('marketer', -1))).status).toBe(401);
    expect((await post(good, await token('analyst'))).status).toBe(403);
    expect((await post(good, await token('marketer'))).status).toBe(201);
    expect((await post(good)).status).toBe(201);
  });

  it('shows its status, its metrics and its API', async () => {
    expect((await call('/api/status/shop')).body).toMatchObject({
      service: 'shop',
      ready: true,
      time: { mode: 'wall' },
      zoneRules: { runtime: process.versions.tz, used: expect.stringMatching(/^20\d\d[a-z]$/) },
    });
    const { body } = await call('/api/openapi.json');
    expect(body.paths['/api/baskets'].post).toBeDefined();
    expect(body.components.schemas.Line.properties.quantity).toMatchObject({ type: 'integer', minimum: 1 });
  });

  it('shows metrics to Prometheus and ops only, and the API to signed-in users only', async () => {
    const as = (role: Role) => issueToken(signingKey(ADMIN), { subject: 'u', role }, 60);
    const statuses = async (path: string) =>
      Promise.all(
        [METRICS, await as('ops'), await as('analyst'), '', ADMIN].map(
          async (token) => (await call(path, { token })).status,
        ),
      );
    expect(await statuses('/metrics')).toEqual([200, 200, 403, 401, 200]);
    expect(await statuses('/api/openapi.json')).toEqual([401, 200, 200, 401, 200]);
    expect((await call('/metrics', { token: METRICS })).body).toContain('segue_http_request_seconds_count');
  });

  it('answers without a token only with which of its parts are ready', async () => {
    const { body } = await call('/readyz', { token: '' });
    expect(body.services).toEqual([
      {
        name: 'shop',
        checks: [
          { name: 'database', ok: true },
          { name: 'log', ok: true },
        ],
      },
    ]);
  });

  it.each(['/api/baskets/missing', '/api/nowhere', '/api/status/shop', '/livez', '/api/%zz'])(
    'forbids to keep or to guess at what it answers at %s',
    async (path) => {
      const { headers } = await call(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('runs a long job and shows its progress', async () => {
    const [context] = running.contexts;
    const job = await context!.jobs.start('count', 3, async (progress) => progress.report(3));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await call(`/api/jobs/${job.id}`)).body).toMatchObject({ kind: 'count', state: 'done', done: 3, total: 3 });
    expect((await call('/api/jobs?limit=1')).body.items).toHaveLength(1);
  });

  it('slows down an address that tries tokens, but no signed token', async () => {
    const key = signingKey(ADMIN);
    const signed = await issueToken(key, { subject: 'u', role: 'analyst' }, 60);
    const tried = await Promise.all(Array.from({ length: 60 }, (_, n) => call('/api/status/shop', { token: `t${n}` })));
    expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([401, 429]));

    const refused = await call('/api/status/shop');
    expect([refused.status, refused.type]).toEqual([429, expect.stringContaining('application/problem+json')]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ code: 'too_many_requests' });
    expect((await call('/api/status/shop', { token: signed })).status).toBe(200);
  });

  it('limits a route with `limitedTo` by address', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, () => fetch(`${running.url}/api/baskets/seldom`)));
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
  });
});
