// Rate limits per caller: @fastify/rate-limit, with its allowances in Redis where configured.
import { createHash } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { Speed } from '@segue/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem';

export interface Limit {
  max: number;
  perSeconds: number;
  /** Returns the key by which requests are counted together; absent: the address. */
  keyOf?: (request: FastifyRequest) => string;
}

/**
 * For `@RouteConfig(limitedTo({…}))`: requests beyond the limit are refused with 429 and
 * `Retry-After`. Each route counts separately.
 */
export const limitedTo = ({ max, perSeconds, keyOf = addressOf }: Limit) => ({
  rateLimit: { max, timeWindow: perSeconds * 1000, keyGenerator: keyOf },
});

/** Returns the caller's address; for IPv6 its /64, which one caller commonly has alone. */
export function addressOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip);
}

const NONE = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

/** Installs the rate limits. Resolves when routes added from now on can use `limitedTo`. */
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

/** Counts the wrong tokens of each address, against guessing. */
export class WrongTokens {
  private readonly ask: ReturnType<FastifyInstance['createRateLimit']>;

  /** Requires `limitRates` first. */
  constructor(server: FastifyInstance, limit: Limit = WRONG_TOKENS) {
    this.ask = server.createRateLimit(limitedTo(limit).rateLimit);
  }

  /**
   * Refuses an address that has sent too many wrong tokens.
   * @throws {Problem} 429.
   */
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
  /** Milliseconds until the next call can be granted. */
  ttl: number;
}
type Callback = (error: Error | null, count?: Count) => void;

/**
 * Half a call. A call is granted while any of the allowance is left, so `max` less half a call
 * grants exactly `max` at once.
 */
const SHORT = 0.5;

/**
 * Returns the store that the plugin needs, on allowances that refill steadily. Keys are hashed,
 * since they hold addresses and the like.
 */
function storeOn(speed: Speed) {
  return class SpeedStore {
    constructor(private readonly route = '') {}

    incr(key: string, done: Callback, windowMs: number, max: number): void {
      this.spend(key, 1, done, windowMs, max);
    }

    /** Reads the state without spending anything. */
    read(key: string, done: Callback, windowMs: number, max: number): void {
      this.spend(key, 0, done, windowMs, max);
    }

    child({ routeInfo }: { routeInfo?: { method?: unknown; url?: string } }): SpeedStore {
      return new SpeedStore(`${String(routeInfo?.method ?? '')} ${routeInfo?.url ?? ''}`);
    }

    private spend(key: string, cost: number, done: Callback, windowMs: number, max: number): void {
      const hash = createHash('sha256').update(`${this.route} ${key}`).digest('base64url');
      const allowance = { burst: max - SHORT, perSecond: (max * 1000) / windowMs };
      speed.spend(`segue:limit:${hash}`, cost, allowance).then(
        // The plugin needs to know only whether anything is left.
        (waitMs) => done(null, { current: waitMs > 0 ? max + cost : max - 1 + cost, ttl: waitMs }),
        (error: Error) => done(error),
      );
    }
  };
}
