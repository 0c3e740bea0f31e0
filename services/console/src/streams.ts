// Answers that go on: one JSON value per line or event, until the work ends or the reader goes.
import { Problem } from '@segue/service';
import type { FastifyReply } from 'fastify';

const SIGN_OF_LIFE_MS = 15_000;
const RETRY_S = 10;

export interface EventStream {
  send(value: unknown): void;
  close(): void;
  /** Called once, when either side has ended it. */
  onEnd(ended: () => void): void;
}

const MOST_OF_ONE_PERSON = 12;
const MOST_OF_ALL = 500;

/**
 * The streams that are open now. A page holds one; a client that does not close its streams must
 * not occupy all of them.
 */
export class OpenStreams {
  private readonly byPerson = new Map<string, Set<EventStream>>();

  /**
   * Opens a stream.
   * @throws {Problem} 429 when this person has too many open, or all persons together have.
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

/** Server-sent events on this reply, which is no longer Nest's business. */
function eventStream(reply: FastifyReply): EventStream {
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
