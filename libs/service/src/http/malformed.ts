// Answers to requests that reach no handler: malformed bytes, paths that cannot be decoded, and
// expectations that are not supported.
import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem';
import { PROBLEM_JSON } from './problem.filter';

/**
 * Default headers: answers are not cached and keep their content type. Handlers may override them.
 */
export const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Maximum characters of one segment of a path. */
export const MAX_PARAMETER_LENGTH = 1024;

/** Refuses a path that cannot be decoded; such a request reaches no handler and no hook. */
export function refuseUrl({ code }: { code?: string }, _: unknown, reply: FastifyReply): void {
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
export function refuseExpectation(_: IncomingMessage, answer: ServerResponse): void {
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
export function refuseRequest(error: { code?: string }, socket: Socket): void {
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
  // Incoming bytes are read for a moment: closing at once could overtake the answer.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

const LINGER_MS = 500;
