// The HTTP server of a process: its limits and timeouts, and how bodies are read.
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Log } from '@segue/bus';
import { Invalid, MAX_MESSAGE_DEPTH, parseExact, safe } from '@segue/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuthGuard } from '../security/auth.guard';
import { closeIdleAtEnd, readRestOfRefusedBody } from './connections';
import { MAX_PARAMETER_LENGTH, refuseExpectation, refuseRequest, refuseUrl } from './malformed';
import { SafeParametersPipe } from './parameters';
import { ProblemFilter } from './problem.filter';
import { validationPipe } from './validation';

/**
 * For `@RouteConfig(RAW_BODY)`: the handler gets the bytes as they came, whatever their content
 * type says.
 */
export const RAW_BODY = { raw: true };

/**
 * For `@RouteConfig({ ...bodyOfAtMost(bytes) })`: larger bodies are answered with 413 and the
 * limit.
 */
export const bodyOfAtMost = (bytes: number) => ({ bodyBytes: bytes });

/**
 * For `@RouteConfig(OPEN_TO_BROWSERS)`: pages of any site may call the route. Not for routes that
 * take a token.
 */
export const OPEN_TO_BROWSERS = { openToBrowsers: true };

const MAX_BODY_BYTES = 1_048_576;

/**
 * For `@RouteConfig(openAtMost(n))`: while n requests of the route are open, bodies included,
 * further ones are answered with 429.
 */
export const openAtMost = (requests: number) => ({ openRequests: requests });

export interface HttpOptions {
  /** Addresses and networks whose `X-Forwarded-For` is trusted for the origin of a request. */
  trustedProxies?: readonly string[];
  /** Milliseconds within which a request must arrive completely; later it is answered with 408. */
  requestTimeoutMs?: number;
  headersTimeoutMs?: number;
  /** Milliseconds between checks for such requests. */
  lookEveryMs?: number;
}

const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 5_000;
/** Timeout of an idle connection: longer than the slowest answer, and than pauses of streams. */
const CONNECTION_TIMEOUT_MS = 120_000;
/** Longer than the 60 s for which load balancers commonly keep connections open. */
const KEEP_ALIVE_MS = 72_000;

export function httpAdapter(options: HttpOptions = {}): FastifyAdapter {
  const { trustedProxies = [], requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const { headersTimeoutMs = HEADERS_TIMEOUT_MS, lookEveryMs = LOOK_EVERY_MS } = options;
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: lookEveryMs },
    requestTimeout: requestTimeoutMs,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Idle connections do not delay the shutdown.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    rewriteUrl: ({ url = '/' }) => withoutSpareSlashes(url),
    frameworkErrors: refuseUrl,
    clientErrorHandler: refuseRequest,
  });
  readBodies(adapter.getInstance());
  adapter.getInstance().addHook('onRoute', (route) => {
    const { bodyBytes } = (route.config ?? {}) as { bodyBytes?: number };
    if (bodyBytes !== undefined) route.bodyLimit = bodyBytes;
  });
  adapter.getInstance().addHook('onSend', readRestOfRefusedBody);
  closeIdleAtEnd(adapter.getInstance());
  adapter.getInstance().server.on('checkExpectation', refuseExpectation);
  return adapter;
}

/**
 * Returns a path of the Segment API without doubled slashes and one at its end: SDKs put such paths
 * together (the Java SDK posts to `/v1/import/`). Other paths stay as they are.
 */
function withoutSpareSlashes(url: string): string {
  if (!url.startsWith(SEGMENT_API) && !url.startsWith('//')) return url;
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (!path.includes('//') && !path.endsWith('/')) return url;
  const tidy = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  return tidy.startsWith(SEGMENT_API) ? `${tidy}${url.slice(path.length)}` : url;
}

const SEGMENT_API = '/v1/';
const OPAQUE = 'application/octet-stream';
/** `type/subtype`, with or without parameters: others are refused by Fastify. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

export function configureHttp(app: INestApplication, guard: AuthGuard, log: Log): void {
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new SafeParametersPipe(), validationPipe());
  app.useGlobalGuards(guard);
}

const isRaw = ({ routeOptions }: FastifyRequest): boolean => (routeOptions.config as { raw?: boolean }).raw === true;

function readBodies(server: FastifyInstance): void {
  // Events are taken whatever their content type says, also one that Fastify refuses to read (415):
  // SDKs drop what is answered with it. The console passes such paths on. Others stay as they are,
  // since webhooks depend on them.
  server.addHook('onRequest', async (request) => {
    const { headers } = request;
    const isForRaw = isRaw(request) || request.url.startsWith(SEGMENT_API);
    if (isForRaw && !MEDIA_TYPE.test(headers['content-type'] ?? '')) headers['content-type'] = OPAQUE;
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, bodyOf(request, body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function bodyOf(request: FastifyRequest, body: Buffer): unknown {
  if (isRaw(request)) return body;
  if (body.length === 0) return undefined;
  if (!/\bjson\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Invalid('content_type', '', 'send JSON as application/json');
  }
  // A little deeper than an event, so that a body with a rule of the maximum nesting is accepted.
  return safe(parseExact(body), MAX_MESSAGE_DEPTH);
}
