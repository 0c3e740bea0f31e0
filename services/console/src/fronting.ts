// Forwards requests to services that run as separate processes, by path, so that all have one
// address. Not used in standalone.
import httpProxy from '@fastify/http-proxy';
import { SERVICES, type ServiceName } from '@segue/contracts';
import { OPENAPI_PATH, Problem, alsoRefusing, mergeOpenApi } from '@segue/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PREFIXES, type Places } from './domain/places';
import { sendProblem } from './pages';

type Document = Parameters<typeof mergeOpenApi>[1][number];

/** Timeout of an accepted request; longer than the slowest answer takes. */
const TIMEOUT_MS = 15_000;
const DOCUMENT_TIMEOUT_MS = 5_000;
/** Header of a request for this process's own OpenAPI document, not that of all services. */
const OWN = 'segue-own-document';

export function frontServices(server: FastifyInstance, places: Places): void {
  for (const service of SERVICES) {
    const upstream = places[service];
    if (upstream !== undefined) for (const prefix of PREFIXES[service]) forward(server, prefix, service, upstream);
  }
  server.addHook('onRequest', async (request, reply) => answerForAll(request, reply, places));
}

/**
 * Forwards requests below a prefix. Bodies are streamed unread; the service parses and checks them.
 */
function forward(server: FastifyInstance, prefix: string, service: ServiceName, upstream: string): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(httpProxy, {
      upstream,
      prefix,
      rewritePrefix: prefix,
      http: { requestOptions: { timeout: TIMEOUT_MS } },
      replyOptions: {
        // Replaces headers about the caller, which a request could forge, by what this process
        // sees.
        rewriteRequestHeaders: ({ ip, host, protocol }, { forwarded: _, ...headers }) => ({
          ...headers,
          'x-forwarded-for': ip,
          'x-forwarded-host': host,
          'x-forwarded-proto': protocol,
        }),
        // Disables retries: by default a GET that was answered with 503 is repeated ten times.
        retryDelay: () => null,
        onError: (reply, { error }) => {
          const answer =
            (error as { statusCode?: number }).statusCode === 504 ? late(service) : Problem.serviceDown(service);
          void sendProblem(reply as FastifyReply, answer);
        },
      },
    });
  });
}

const late = (service: string) => new Problem(504, 'service_late', `the ${service} service did not answer in time`);

/**
 * Answers paths that this process has as well: the document of all services, and the jobs of the
 * requested service.
 */
async function answerForAll(request: FastifyRequest, reply: FastifyReply, places: Places): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url, 'http://console');
  const isOwn = request.headers[OWN] !== undefined;
  if (pathname === OPENAPI_PATH && !isOwn) return documentOfAll(request, reply, places);
  const upstream = pathname.startsWith('/api/jobs') ? places[searchParams.get('service') as ServiceName] : undefined;
  if (upstream === undefined) return undefined;
  return passOn(request, reply, upstream, searchParams.get('service') as ServiceName);
}

async function passOn(request: FastifyRequest, reply: FastifyReply, upstream: string, service: ServiceName) {
  const { authorization = '' } = request.headers;
  const signal = AbortSignal.timeout(DOCUMENT_TIMEOUT_MS);
  try {
    const answer = await fetch(new URL(request.url, upstream), {
      method: request.method,
      headers: { authorization, 'x-forwarded-for': request.ip },
      signal,
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    return await reply
      .status(answer.status)
      .header('content-type', type)
      .send(await answer.text());
  } catch {
    return sendProblem(reply, Problem.serviceDown(service));
  }
}

/**
 * Returns one document of the services that answer. This process's own route decides who may read
 * it.
 */
async function documentOfAll(request: FastifyRequest, reply: FastifyReply, places: Places): Promise<unknown> {
  const { authorization = '' } = request.headers;
  const own = await request.server.inject({
    ...{ method: 'GET', url: OPENAPI_PATH, remoteAddress: request.ip },
    headers: { [OWN]: '1', authorization },
  });
  if (own.statusCode !== 200) return reply.status(own.statusCode).headers(own.headers).send(own.body);
  const urls = Object.values(places).filter((url) => url !== undefined);
  const others = await Promise.all(urls.map((url) => documentAt(url, authorization)));
  const documents = [own.json<Document>(), ...others.map(fronted)].filter((document) => document !== null);
  return reply.send(mergeOpenApi('segue', documents));
}

/** Returns the document with the statuses that forwarding adds; null stays null. */
const fronted = (document: Document | null) => document && alsoRefusing(document, 503, 504);

async function documentAt(url: string, authorization: string): Promise<Document | null> {
  const signal = AbortSignal.timeout(DOCUMENT_TIMEOUT_MS);
  const answer = await fetch(new URL(OPENAPI_PATH, url), { headers: { authorization }, signal }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as Document) : null;
}
