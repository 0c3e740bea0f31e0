// How often one caller may ask: @fastify/rate-limit, with its counts in Redis where there is one.
import { createHash } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { Speed } from '@segue/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem';

export interface Limit {
  max: number;
  perSeconds: number;
  /** Whose requests are counted together; absent: the address they come from. */
  keyOf?: (request: FastifyRequest) => string;
}

/** For `@RouteConfig(limitedTo({…}))`: what is more is refused with 429 and `Retry-After`. Each route counts by itself. */
export const limitedTo = ({ max, perSeconds, keyOf = addressOf }: Limit) => ({
  rateLimit: { max, timeWindow: perSeconds * 1000, keyGenerator: keyOf },
});

/** An IPv6 address stands for its /64, which one caller commonly has to itself. */
export function addressOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip);
}

const NONE = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

/** Resolves when routes that are added from now on can say `limitedTo`. */
export async function limitRates(server: FastifyInstance, speed: Speed): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    store: storeOn(speed) as never,
    addHeaders: { ...NONE, 'retry-after': true },
    addHeadersOnExceeding: NONE,
    errorResponseBuilder: (_, { ttl }) => tooMany(ttl),
  });
}

const WRONG_TOKENS: Limit = {
  max: 30,
  perSeconds: 60,
  keyOf: (request) => `wrong tokens ${addressOf(request)}`,
};

/** Counts the wrong tokens of each address, so that nobody can try one after another. */
export class WrongTokens {
  private readonly ask: ReturnType<FastifyInstance['createRateLimit']>;

  /** After `limitRates`. */
  constructor(server: FastifyInstance, limit: Limit = WRONG_TOKENS) {
    this.ask = server.createRateLimit(limitedTo(limit).rateLimit);
  }

  /** @throws {Problem} 429 when this address has sent too many. */
  async refuseAfterTooMany(request: FastifyRequest): Promise<void> {
    const now = await this.ask(request, { increment: false });
    if (!now.isAllowed && now.remaining === 0) throw tooMany(now.ttl);
  }

  async note(request: FastifyRequest): Promise<void> {
    await this.ask(request);
  }
}

const tooMany = (ttlMs: number): Problem =>
  Problem.tooMany(Math.max(1, Math.ceil(ttlMs / 1000)), 'too_many_requests', 'too many requests in a short time');

interface Count {
  current: number;
  /** Milliseconds until it starts anew. */
  ttl: number;
}
type Told = (error: Error | null, count?: Count) => void;

/** The store that the plugin wants, on windows of fixed length. Keys are hashed: they hold addresses and keys. */
function storeOn(speed: Speed) {
  return class SpeedStore {
    constructor(private readonly route = '') {}

    incr(key: string, told: Told, windowMs: number): void {
      const { name, ttl } = this.windowOf(key, windowMs);
      tell(speed.increment(name, Math.ceil(windowMs / 1000)), ttl, told);
    }

    read(key: string, told: Told, windowMs: number): void {
      const { name, ttl } = this.windowOf(key, windowMs);
      tell(speed.get(name).then(Number), ttl, told);
    }

    child({ routeInfo }: { routeInfo?: { method?: unknown; url?: string } }): SpeedStore {
      return new SpeedStore(`${String(routeInfo?.method ?? '')} ${routeInfo?.url ?? ''}`);
    }

    private windowOf(key: string, windowMs: number): { name: string; ttl: number } {
      const now = Date.now();
      const hash = createHash('sha256').update(`${this.route} ${key}`).digest('base64url');
      return { name: `limit:${hash}:${Math.floor(now / windowMs)}`, ttl: windowMs - (now % windowMs) };
    }
  };
}

function tell(counted: Promise<number>, ttl: number, told: Told): void {
  counted.then(
    (current) => told(null, { current, ttl }),
    (error: Error) => told(error),
  );
}
