// How long connections stay open: after an answer that refuses a body, and when the server closes.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { DoneFuncWithErrOrRes, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const LOOK_FOR_IDLE_MS = 100;

/**
 * Keeps the connection open after a 413, so that Node reads and drops the rest of the body, within
 * the request timeout. Fastify would close it at once, and the reset that follows unread bytes
 * overtakes the answer: senders would see a broken connection and send the same again.
 */
export function readRestOfRefusedBody(
  _: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: DoneFuncWithErrOrRes,
): void {
  if (reply.statusCode === 413) reply.removeHeader('connection');
  done(null, payload);
}

/**
 * Closes connections without a request when the server closes, so that only answers are waited for.
 * The server itself closes those that are idle at that moment. Two kinds remain: connections that
 * have had no request yet (browsers and balancers open some in advance), which Node counts as busy,
 * and those whose last answer is sent later.
 */
export function closeIdleAtEnd(server: FastifyInstance): void {
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
