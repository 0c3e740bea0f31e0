// Streamed answers: one JSON value per event, until the server or the reader ends them.
import { Problem } from '@segue/service';
import type { FastifyReply } from 'fastify';

const SIGN_OF_LIFE_MS = 15_000;
const RETRY_S = 10;

export interface EventStream {
  send(value: unknown): void;
  close(): void;
  /** Registers a callback, called once when either side has ended the stream. */
  onEnd(ended: () => void): void;
}

const MOST_OF_ONE_PERSON = 12;
const MOST_OF_ALL = 500;

/**
 * The open streams. A page holds one; a limit per person keeps clients that do not close their
 * streams from occupying all of them.
 */
export class OpenStreams {
  private readonly byPerson = new Map<string, Set<EventStream>>();

  /**
   * Opens a stream.
   * @throws {Problem} 429 when this person, or all persons together, have too many open.
   */
  open(person: string, reply: FastifyReply): EventStream {
    const own = this.byPerson.get(person) ?? new Set();
    const all = [...this.byPerson.values()].reduce((sum, { size }) => sum + size, 0);
    if (own.size >= MOST_OF_ONE_PERSON || all >= MOST_OF_ALL)
      throw Problem.tooMany(RETRY_S, 'too_many_streams', 'close some streams first');
    const stream = eventStream(reply);
    this.byPerson.set(person, own.add(stream));
    stream.onEnd(() => {
      own.delete(stream);
      if (own.size === 0) this.byPerson.delete(person);
    });
    return stream;
  }

  closeAll(): void {
    for (const own of this.byPerson.values()) for (const stream of own) stream.close();
  }
}

/** Returns server-sent events on this reply, which Nest no longer handles. */
function eventStream(reply: FastifyReply): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Buffering proxies would delay the events.
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
