// The HTTP server of a process: how bodies are read, what is measured and logged of a request, and which errors it makes of what goes wrong.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Span, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Log } from '@segue/bus';
import { Invalid, MAX_MESSAGE_DEPTH, parseSafe } from '@segue/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthGuard } from './auth.guard';
import type { Metrics } from './metrics';
import { SafeParametersPipe } from './parameters';
import { Problem } from './problem';
import { PROBLEM_JSON, ProblemFilter } from './problem.filter';
import { validationPipe } from './validation';

/** For `@RouteConfig(RAW_BODY)`: the handler gets the bytes as they came, whatever their content type says. */
export const RAW_BODY = { raw: true };

/** For `@RouteConfig({ ...bodyOfAtMost(bytes) })`: larger bodies are answered with 413 and the limit. */
export const bodyOfAtMost = (bytes: number) => ({ bodyBytes: bytes });

/** For `@RouteConfig(OPEN_TO_BROWSERS)`: pages of any site may call it. Never for what a token opens. */
export const OPEN_TO_BROWSERS = { openToBrowsers: true };

const MAX_BODY_BYTES = 1_048_576;
/** For `@RouteConfig(openAtMost(n))`: with n requests of the route open, their bodies included, the next is answered with 429. */
export const openAtMost = (requests: number) => ({ openRequests: requests });

const LOOK_FOR_IDLE_MS = 100;

export function httpAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: true,
    // At the end, connections that nobody uses do not hold up the process.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: refuseUrl,
  });
  readBodies(adapter.getInstance());
  adapter.getInstance().addHook('onRoute', (route) => {
    const { bodyBytes } = (route.config ?? {}) as { bodyBytes?: number };
    if (bodyBytes !== undefined) route.bodyLimit = bodyBytes;
  });
  endConnections(adapter.getInstance());
  return adapter;
}

/**
 * The end waits for answers, not for connections. Of its own accord the server closes those that are idle when the end begins; beside these there are
 * such on which nothing was asked yet (browsers and balancers open some in advance), which Node takes for busy, and such whose last answer is sent later.
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

/** A path that cannot be read never comes to a handler. */
function refuseUrl(_: unknown, __: unknown, reply: FastifyReply): void {
  const problem = Problem.invalid({ path: 'url', code: 'encoding', message: 'is not percent-encoded UTF-8' });
  void reply.status(problem.status).header('content-type', PROBLEM_JSON).send(JSON.stringify(problem.toBody()));
}

export function dressApp(app: INestApplication, adminToken: string, log: Log): void {
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new SafeParametersPipe(), validationPipe());
  app.useGlobalGuards(new AuthGuard(adminToken));
}

/** Times every answer, logs it without its query and body, and runs its handler inside the caller's trace. */
export function observe(server: FastifyInstance, metrics: Metrics, log: Log): void {
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

// At the start of the request, so that errors bear it too: else a page could not read why it was refused.
function allowBrowsers(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { openToBrowsers } = request.routeOptions.config as { openToBrowsers?: boolean };
  if (openToBrowsers === true) reply.header('access-control-allow-origin', '*');
  done();
}

/** Before the body is read: what is refused costs no memory. */
function boundOpenRequests() {
  const open = new Map<string, number>();
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const { openRequests } = request.routeOptions.config as { openRequests?: number };
    if (openRequests === undefined) return done();
    const route = request.routeOptions.url ?? '';
    const count = open.get(route) ?? 0;
    if (count >= openRequests) return done(Problem.tooMany(1, 'busy', 'too many requests at a time'));
    open.set(route, count + 1);
    // Also of a request that its sender gave up.
    reply.raw.once('close', () => open.set(route, (open.get(route) ?? 1) - 1));
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
  // A little deeper than an event, which is looked at by itself: a rule of the deepest nesting fits.
  return parseSafe(body, MAX_MESSAGE_DEPTH);
}
