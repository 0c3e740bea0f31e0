// A webhook of a provider that honours idempotency keys; counts requests and effects.
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** The content of a message, without its key. */
export interface Effect {
  campaign: string;
  identities: string[];
  timestamp: string;
  subject: string;
  body: string;
}

/** Returns the effects by key. */
export function effectsOf({ effects }: Receiver): Map<string, Effect> {
  return new Map([...effects].map(([key, body]) => [key, effectIn(body)]));
}

function effectIn(body: string): Effect {
  const { timestamp, data } = JSON.parse(body) as { timestamp: string; data: Omit<Effect, 'timestamp'> };
  const { campaign, identities, subject, body: text } = data;
  return { campaign, identities, timestamp, subject, body: text };
}

export class Receiver {
  /** Number of requests by key; repeated ones have no effect. */
  readonly requests = new Map<string, number>();
  /** The effects: the first body of each key. */
  readonly effects = new Map<string, string>();
  /** Time of each effect by key, milliseconds of `performance.now`. */
  readonly arrivedAt = new Map<string, number>();
  readonly badSignatures: string[] = [];
  /** Status of the answers; only with 200 requests take effect. */
  status = 200;
  /** Seconds of `Retry-After` in the answers. */
  retryAfter: number | null = null;
  /** Whether requests stay unanswered. */
  hangs = false;
  readonly secret = `whsec_${randomBytes(32).toString('base64')}`;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    const verifier = new Webhook(receiver.secret);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        receiver.take(String(request.headers['webhook-id']), body, () =>
          verifier.verify(body, request.headers as Record<string, string>),
        );
        const { hangs, status, retryAfter } = receiver;
        if (!hangs) response.writeHead(status, retryAfter === null ? {} : { 'retry-after': String(retryAfter) }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(key: string, body: string, verify: () => unknown): void {
    try {
      verify();
    } catch {
      this.badSignatures.push(key);
    }
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    if (this.status !== 200 || this.hangs || this.effects.has(key)) return;
    this.effects.set(key, body);
    this.arrivedAt.set(key, performance.now());
  }
}
