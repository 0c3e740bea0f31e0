// The port to Redis, for caches and counters that may be lost at any moment. No guarantee depends
// on it; Postgres holds the truth.
import { Redis } from 'ioredis';

export interface Speed {
  /** Resolves with the value; null if it is unknown, expired or lost. */
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  del(key: string): Promise<void>;
  /**
   * Spends `cost` of an allowance that refills at `perSecond` up to `burst`. Resolves to 0 when
   * granted, else to the milliseconds until the next call may be granted. A cost larger than the
   * remainder is granted once and leaves a deficit, so that a single large call never starves.
   */
  spend(key: string, cost: number, allowance: Allowance): Promise<number>;
  /**
   * Publishes to the current subscribers in every process that shares the Redis; messages may be
   * lost.
   */
  publish(channel: string, message: string): Promise<void>;
  /** Subscribes to a channel; resolves with the function that ends the subscription. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface Allowance {
  perSecond: number;
  /** Maximum that can be spent at once after an idle time. */
  burst: number;
}

/** Called once when Redis is lost and once when it is back. */
export type OnTrouble = (message: string) => void;

/**
 * Returns the port: on Redis if there is a URL, else in this process. Never rejects: without Redis
 * every call falls back to this process.
 */
export function openSpeed(url: string | undefined, onTrouble: OnTrouble): Speed {
  return url === undefined ? localSpeed() : redisSpeed(url, onTrouble);
}

interface Entry {
  value: string;
  until: number;
}

const MAX_LOCAL_ENTRIES = 100_000;

export function localSpeed(): Speed {
  const entries = new Map<string, Entry>();
  const listeners = new Listeners();
  const alive = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.until > Date.now()) return entry;
    entries.delete(key);
    return undefined;
  };
  const put = (key: string, entry: Entry): void => {
    // Bounded: the oldest entry is deleted first (a Map iterates in the order of insertion).
    entries.delete(key);
    if (entries.size >= MAX_LOCAL_ENTRIES) entries.delete(entries.keys().next().value as string);
    entries.set(key, entry);
  };
  return {
    get: async (key) => alive(key)?.value ?? null,
    set: async (key, value, ttlSeconds) => put(key, { value, until: Date.now() + ttlSeconds * 1000 }),
    del: async (key) => void entries.delete(key),
    async spend(key, cost, { perSecond, burst }) {
      const now = Date.now();
      const paidUntil = Math.max(Number(alive(key)?.value ?? 0), now);
      const waitMs = paidUntil - now - (burst * 1000) / perSecond;
      if (paidUntil > now && waitMs >= 0) return Math.max(1, Math.ceil(waitMs));
      const until = paidUntil + (cost * 1000) / perSecond;
      put(key, { value: String(until), until });
      return 0;
    },
    publish: async (channel, message) => listeners.deliver(channel, message),
    async subscribe(channel, listener) {
      listeners.add(channel, listener);
      return async () => void listeners.remove(channel, listener);
    },
    close: async () => entries.clear(),
  };
}

/**
 * The local `spend` as a Lua script, by the clock of Redis: KEYS the allowance; ARGV cost, per
 * second, burst.
 */
const SPEND = `
  local time = redis.call('time')
  local now = time[1] * 1000 + time[2] / 1000
  local paidUntil = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now)
  local wait = paidUntil - now - ARGV[3] * 1000 / ARGV[2]
  if paidUntil > now and wait >= 0 then return math.max(1, math.ceil(wait)) end
  local untilMs = paidUntil + ARGV[1] * 1000 / ARGV[2]
  redis.call('set', KEYS[1], string.format('%.3f', untilMs), 'px', math.max(1, math.ceil(untilMs - now)))
  return 0`;
const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 1000;
const MAX_RECONNECT_MS = 5000;

function redisSpeed(url: string, onTrouble: OnTrouble): Speed {
  const fallback = localSpeed();
  const listeners = new Listeners();
  const commands = connect(url, true);
  // A subscribed connection cannot send other commands. It alone subscribes again after a
  // reconnect.
  const subscriber = connect(url, false);
  reportOnce(commands, onTrouble);
  subscriber.on('error', () => undefined);
  subscriber.on('message', (channel, message) => listeners.deliver(channel, message));
  const softly = async <T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> => ask().catch(otherwise);
  return {
    get: (key) =>
      softly(
        () => commands.get(key),
        () => fallback.get(key),
      ),
    set: (key, value, ttl) =>
      softly(
        async () => void (await commands.set(key, value, 'EX', ttl)),
        () => fallback.set(key, value, ttl),
      ),
    del: (key) =>
      softly(
        async () => void (await commands.del(key)),
        () => fallback.del(key),
      ),
    spend: (key, cost, allowance) =>
      softly(
        async () => (await commands.eval(SPEND, 1, key, cost, allowance.perSecond, allowance.burst)) as number,
        () => fallback.spend(key, cost, allowance),
      ),
    // While Redis is unavailable, messages are delivered within this process.
    publish: (channel, message) =>
      softly(
        async () => void (await commands.publish(channel, message)),
        async () => listeners.deliver(channel, message),
      ),
    async subscribe(channel, listener) {
      listeners.add(channel, listener);
      // Not awaited, since the client queues it while Redis is unavailable.
      if (listeners.count(channel) === 1) void subscriber.subscribe(channel).catch(() => undefined);
      return async () => {
        listeners.remove(channel, listener);
        if (listeners.count(channel) === 0) await subscriber.unsubscribe(channel).catch(() => undefined);
      };
    },
    async close() {
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}

function connect(url: string, failFast: boolean): Redis {
  return new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A command without a connection fails at once, so that requests do not wait for Redis.
    enableOfflineQueue: !failFast,
    maxRetriesPerRequest: failFast ? 0 : null,
    ...(failFast ? { commandTimeout: COMMAND_TIMEOUT_MS } : {}),
    retryStrategy: (times) => Math.min(times * 100, MAX_RECONNECT_MS),
  });
}

function reportOnce(client: Redis, onTrouble: OnTrouble): void {
  let lost = false;
  client.on('error', (error: Error) => {
    if (!lost)
      onTrouble(`Redis is lost (${error.message.split('\n')[0]}): each process keeps its own counts until it is back`);
    lost = true;
  });
  client.on('ready', () => {
    if (lost) onTrouble('Redis is back');
    lost = false;
  });
}

class Listeners {
  private readonly byChannel = new Map<string, Set<(message: string) => void>>();

  add(channel: string, listener: (message: string) => void): void {
    const known = this.byChannel.get(channel);
    if (known) known.add(listener);
    else this.byChannel.set(channel, new Set([listener]));
  }

  remove(channel: string, listener: (message: string) => void): void {
    this.byChannel.get(channel)?.delete(listener);
  }

  count(channel: string): number {
    return this.byChannel.get(channel)?.size ?? 0;
  }

  deliver(channel: string, message: string): void {
    for (const listener of this.byChannel.get(channel) ?? []) listener(message);
  }
}
