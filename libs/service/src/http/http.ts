// The HTTP server of a process: limits on reading bodies, what is measured and logged of a request,
// and the answers to malformed requests.
import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Span, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Log } from '@segue/bus';
import { Invalid, MAX_MESSAGE_DEPTH, parseExact, safe } from '@segue/contracts';
import type { DoneFuncWithErrOrRes, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthGuard } from '../security/auth.guard';
import { addressOf } from './limits';
import type { Metrics } from '../runtime/metrics';
import { SafeParametersPipe } from './parameters';
import { Problem } from './problem';
import { PROBLEM_JSON, ProblemFilter } from './problem.filter';
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
 * For `@RouteConfig(OPEN_TO_BROWSERS)`: pages of any site may call it. Never for what a token
 * opens.
 */
export const OPEN_TO_BROWSERS = { openToBrowsers: true };

const MAX_BODY_BYTES = 1_048_576;
const MAX_PARAMETER_LENGTH = 1024;

/**
 * For `@RouteConfig(openAtMost(n))`: while n requests of the route are open, bodies included,
 * further ones are answered with 429.
 */
export const openAtMost = (requests: number) => ({ openRequests: requests });

const LOOK_FOR_IDLE_MS = 100;

export interface HttpOptions {
  /** Addresses and networks whose `X-Forwarded-For` is trusted for the origin of a request. */
  trustedProxies?: readonly string[];
  /** Milliseconds within which a request must arrive completely, else it is ended with 408. */
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
    // At the end, connections that nobody uses do not hold up the process.
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
  adapter.getInstance().addHook('onSend', readTheRest);
  endConnections(adapter.getInstance());
  adapter.getInstance().server.on('checkExpectation', refuseExpectation);
  return adapter;
}

/**
 * Keeps the connection open after a 413, so that Node reads and drops the rest of the body, within
 * the request timeout. Fastify would close it at once, and the reset that follows unread bytes
 * overtakes the answer: senders would see a broken connection and send the same again.
 */
function readTheRest(_: FastifyRequest, reply: FastifyReply, payload: unknown, done: DoneFuncWithErrOrRes): void {
  if (reply.statusCode === 413) reply.removeHeader('connection');
  done(null, payload);
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

/**
 * The end waits for answers, not for connections. Of its own accord the server closes those that
 * are idle when the end begins; beside these there are such on which nothing was asked yet
 * (browsers and balancers open some in advance), which Node takes for busy, and such whose last
 * answer is sent later.
 */
function endConnections(server: FastifyInstance): void {
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket));
  server.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    const again = setInterval(() => server.server.closeIdleConnections(), LOOK_FOR_IDLE_MS).unref();
    server.server.once('close', () => clearInterval(again));
    done();
  });
}

/** Refuses a path that cannot be decoded; such a request reaches no handler and no hook. */
function refuseUrl({ code }: { code?: string }, _: unknown, reply: FastifyReply): void {
  const problem =
    code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? new Problem(414, 'uri_too_long', `a part of the path is longer than ${MAX_PARAMETER_LENGTH} characters`)
      : Problem.invalid({ path: 'url', code: 'encoding', message: 'is not percent-encoded UTF-8' });
  void reply
    .status(problem.status)
    .headers({ ...SAFE_HEADERS, 'content-type': PROBLEM_JSON })
    .send(JSON.stringify(problem.toBody()));
}

/** Refuses any `Expect` other than `100-continue`, which Node answers itself. */
function refuseExpectation(_: IncomingMessage, answer: ServerResponse): void {
  const problem = new Problem(417, 'expectation_failed', 'only `Expect: 100-continue` is supported');
  answer.writeHead(problem.status, { ...SAFE_HEADERS, 'content-type': PROBLEM_JSON, connection: 'close' });
  answer.end(JSON.stringify(problem.toBody()));
}

const BROKEN_REQUESTS: Record<string, Problem> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request_timeout', 'the request did not arrive in time'),
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers_too_large'),
};

/**
 * Answers bytes that are not HTTP. They never reach Fastify, so the answer is written to the bare
 * connection, which is then closed.
 */
function refuseRequest(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = BROKEN_REQUESTS[error.code ?? ''] ?? Problem.badRequest('bad_request', 'this is not HTTP');
  const body = JSON.stringify(problem.toBody());
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_JSON}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (!socket.writable) return;
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  // What is still on its way is read for a moment: closing at once could overtake the answer.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

const LINGER_MS = 500;

export function dressApp(app: INestApplication, guard: AuthGuard, log: Log): void {
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new SafeParametersPipe(), validationPipe());
  app.useGlobalGuards(guard);
}

/**
 * Times every answer, logs it without its query and body, and runs its handler inside the caller's
 * trace.
 */
export function observe(server: FastifyInstance, metrics: Metrics, log: Log): void {
  server.addHook('onRequest', protect);
  server.addHook('onRequest', allowBrowsers);
  server.addHook('onRequest', boundOpenRequests());
  server.addHook('preHandler', traced);
  server.addHook('onResponse', (request, reply, done) => {
    spans.get(request)?.end();
    const route = request.routeOptions.url ?? 'unknown';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    metrics.http.observe(labels, reply.elapsedTime / 1000);
    log(levelOf(reply), 'request', { ...labels, ms: Math.round(reply.elapsedTime) });
    done();
  });
}

/**
 * Default headers: answers are not cached and keep their content type. Handlers may override them.
 */
const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function protect(_: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.headers(SAFE_HEADERS);
  done();
}

// At the start of the request, so that errors bear it too: else a page could not read why it was
// refused.
function allowBrowsers(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { openToBrowsers } = request.routeOptions.config as { openToBrowsers?: boolean };
  if (openToBrowsers === true) {
    reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' });
  }
  done();
}

/** Of the requests that may be open at a time: senders behind one proxy share an address. */
const SHARE_OF_ONE_ADDRESS = 0.4;

/** Before the body is read: what is refused costs no memory. */
function boundOpenRequests() {
  /** By route and address. */
  const open = new Map<string, number>();
  let all = 0;
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const { openRequests } = request.routeOptions.config as { openRequests?: number };
    if (openRequests === undefined) return done();
    const own = `${request.routeOptions.url ?? ''} ${addressOf(request)}`;
    if (all >= openRequests || (open.get(own) ?? 0) >= openRequests * SHARE_OF_ONE_ADDRESS) {
      return done(Problem.tooMany(1, 'busy', 'too many requests at a time'));
    }
    all++;
    open.set(own, (open.get(own) ?? 0) + 1);
    // Also of a request that its sender gave up.
    reply.raw.once('close', () => {
      all--;
      const left = (open.get(own) ?? 1) - 1;
      if (left > 0) open.set(own, left);
      else open.delete(own);
    });
    done();
  };
}

const spans = new WeakMap<FastifyRequest, Span>();

// After the body is read: reading it would lose the context.
function traced(request: FastifyRequest, _: FastifyReply, done: () => void): void {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = trace.getTracer('segue').startSpan(`${request.method} ${request.routeOptions.url ?? ''}`, {}, parent);
  spans.set(request, span);
  context.with(trace.setSpan(parent, span), done);
}

const levelOf = ({ statusCode }: FastifyReply) => (statusCode >= 500 ? 'warn' : statusCode >= 400 ? 'info' : 'debug');

function readBodies(server: FastifyInstance): void {
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
  const { raw } = request.routeOptions.config as { raw?: boolean };
  if (raw === true) return body;
  if (body.length === 0) return undefined;
  if (!/\bjson\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Invalid('content_type', '', 'send JSON as application/json');
  }
  // A little deeper than an event, which is checked by itself: a rule of the maximum nesting fits.
  return safe(parseExact(body), MAX_MESSAGE_DEPTH);
}
