// Answers that go on: one JSON value per line or event, until the work ends or the reader goes.
import type { FastifyReply } from 'fastify';

const SIGN_OF_LIFE_MS = 15_000;

export interface EventStream {
  send(value: unknown): void;
  close(): void;
  /** Called once, when either side has ended it. */
  onEnd(ended: () => void): void;
}

/** Server-sent events on this reply, which is no longer Nest's business. */
export function eventStream(reply: FastifyReply): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Proxies that gather answers would keep news back.
    'x-accel-buffering': 'no',
  });
  const signs = setInterval(() => raw.write(': here\n\n'), SIGN_OF_LIFE_MS);
  raw.on('close', () => clearInterval(signs));
  raw.write(': here\n\n');
  return {
    send: (value) => {
      if (!raw.destroyed) raw.write(`data: ${JSON.stringify(value)}\n\n`);
    },
    close: () => raw.end(),
    onEnd: (ended) => raw.once('close', ended),
  };
}
