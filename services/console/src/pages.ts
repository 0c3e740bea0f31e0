// The console's pages: the files built by Vite, two megabytes, kept in memory. Names of assets
// contain a hash of their content, so browsers may cache them for ever; the page itself is
// revalidated each time.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Problem } from '@segue/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApiPath } from './domain/places';

/**
 * Folder of the built pages, dist/console-web, from dist/services/console/src and from
 * services/console/src.
 */
export const BUILT_PAGES = __dirname.includes(`${sep}dist${sep}`)
  ? join(__dirname, '../../../console-web')
  : join(__dirname, '../../../dist/console-web');

/**
 * The content security policy: inline styles, which antd creates at run time, but no inline
 * scripts; nothing from other origins; no frames in other sites.
 */
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
  vary: 'accept-encoding',
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const FOREVER = 'public, max-age=31536000, immutable';

interface File {
  plain: Buffer;
  zipped: Buffer;
  etag: string;
  type: string;
  cacheControl: string;
}

/**
 * Serves the files, and for other paths the page, which has its own router; unknown API paths get a
 * 404.
 */
export async function servePages(server: FastifyInstance, root = BUILT_PAGES): Promise<void> {
  const files = await filesIn(root);
  server.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    if (isApiPath(request.url)) return sendProblem(reply, Problem.notFound());
    const path = (request.url.split('?', 1)[0] ?? '').slice(1);
    const file = files.get(path) ?? files.get('index.html');
    if (file === undefined) {
      return sendProblem(reply, Problem.unavailable('console_not_built', 'run npm run console:build'));
    }
    return sendFile(request, reply, file);
  });
}

function sendFile({ headers }: FastifyRequest, reply: FastifyReply, file: File): FastifyReply {
  const { plain, zipped, etag, type, cacheControl } = file;
  reply.headers({ ...HEADERS, 'content-type': type, 'cache-control': cacheControl, etag });
  if (headers['if-none-match'] === etag) return reply.status(304).send();
  const zips = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
  return zips ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(plain);
}

async function filesIn(root: string): Promise<ReadonlyMap<string, File>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const files = paths.map(async (path) => [relative(root, path).split(sep).join('/'), await fileAt(path)] as const);
  return new Map(await Promise.all(files));
}

async function fileAt(path: string): Promise<File> {
  const plain = await readFile(path);
  return {
    plain,
    zipped: await promisify(gzip)(plain),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    cacheControl: path.includes(`${sep}assets${sep}`) ? FOREVER : 'no-cache',
  };
}

export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toBody()));
