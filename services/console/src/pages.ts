// The console's pages: files as Vite built them. Their names carry a hash of the content, so they are kept for good; the page itself never is.
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Problem } from '@segue/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApiPath } from './domain/places';

/** From dist/services/console/src and from services/console/src alike: the built pages lie in dist/console-web. */
export const BUILT_PAGES = __dirname.includes(`${sep}dist${sep}`)
  ? join(__dirname, '../../../console-web')
  : join(__dirname, '../../../dist/console-web');

/** Styles are made while the page runs (antd), scripts never; nothing is loaded from elsewhere and no other site may frame this one. */
const POLICY = [
  `default-src 'self'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const FOREVER = 'public, max-age=31536000, immutable';

/** Serves a file where there is one, else the page, which knows its own addresses; unknown API paths are told so. */
export async function servePages(server: FastifyInstance, root = BUILT_PAGES): Promise<void> {
  const files = await filesIn(root);
  void server.register(fastifyStatic, { root, serve: false, cacheControl: false });
  server.get('/*', async (request: FastifyRequest, reply: FastifyReply) => {
    const path = decodedPath(request.url);
    if (isApiPath(request.url)) return sendProblem(reply, Problem.notFound());
    if (files.size === 0)
      return sendProblem(reply, Problem.unavailable('console_not_built', 'run npm run console:build'));
    reply.headers(HEADERS);
    if (files.has(path)) {
      reply.header('cache-control', path.startsWith('assets/') ? FOREVER : 'no-cache');
      return reply.sendFile(path);
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

function decodedPath(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '').slice(1);
  } catch {
    return '';
  }
}

async function filesIn(root: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
  return new Set(names.map((name) => name.split(sep).join('/')));
}

export const sendProblem = (reply: FastifyReply, problem: Problem) =>
  reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toBody()));
