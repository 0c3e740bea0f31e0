// Hooks of every request: default headers, the limit on open requests, duration, log and trace.
import { type Span, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Log } from '@segue/bus';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../observability/metrics';
import { addressOf } from './limits';
import { SAFE_HEADERS } from './malformed';
import { Problem } from './problem';

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

function protect(_: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.headers(SAFE_HEADERS);
  done();
}

// Runs first, so that errors have the headers too and a page can read them.
function allowBrowsers(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { openToBrowsers } = request.routeOptions.config as { openToBrowsers?: boolean };
  if (openToBrowsers === true) {
    reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' });
  }
  done();
}

/** Maximum share of the open requests for one address; senders behind one proxy share it. */
const SHARE_OF_ONE_ADDRESS = 0.4;

/** Runs before the body is read, so that a refused request costs no memory. */
function boundOpenRequests() {
  /** Number of open requests by route and address. */
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
    // Fires for aborted requests too.
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

// Runs after the body is read, which would lose the context.
function traced(request: FastifyRequest, _: FastifyReply, done: () => void): void {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = trace.getTracer('segue').startSpan(`${request.method} ${request.routeOptions.url ?? ''}`, {}, parent);
  spans.set(request, span);
  context.with(trace.setSpan(parent, span), done);
}

const levelOf = ({ statusCode }: FastifyReply) => (statusCode >= 500 ? 'warn' : statusCode >= 400 ? 'info' : 'debug');
