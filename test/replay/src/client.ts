// A client of Segue's public HTTP API: sends batches, repeats them after a pause when the server
// asks for it, and sends time marks.
import type { KeptOrder } from '@segue/contracts';
import type { Rejected } from '@segue/order-files';
import { inBatches } from './batches';

export interface Access {
  /** Base URL, `http://host:port`. */
  url: string;
  adminToken: string;
  writeKey: string;
  /** Base URLs of single services that `url` does not serve. */
  services?: Readonly<Record<string, string>>;
}

export type History = 'import' | 'replay';

/** Services that time marks travel through, in order. */
const FOLLOWERS = ['profile', 'scoring', 'campaign', 'delivery'];
/** Maximum number of faults that one answer lists. */
const LISTED = 100;
const PATIENCE_MS = 120_000;

/** Thrown when the server rejects events, with the path of each fault. */
export class Refused extends Error {}

class Unreachable {
  constructor(readonly reason: string) {}
}

const wordsOf = async (answer: Response | Unreachable) =>
  answer instanceof Unreachable ? answer.reason : `${answer.status} ${await answer.text()}`;

export class SegueClient {
  constructor(private readonly access: Access) {}

  /**
   * Sends events in order, in batches. Resolves when all are durable.
   * @param origin that of history; absent for live events.
   * @throws {Refused} when the server rejects any of them.
   */
  async send(events: readonly object[], origin?: History): Promise<void> {
    const rejected = await this.offer(events, origin);
    if (rejected.length > 0)
      throw new Refused(`${rejected.length} events were refused, first ${rejected[0]?.path}: ${rejected[0]?.message}`);
  }

  /** Sends events; resolves with the rejected ones when the others are durable. */
  async offer(events: readonly object[], origin?: History): Promise<Rejected[]> {
    const all: Rejected[] = [];
    let sent = 0;
    for (const batch of inBatches(events)) {
      for (const one of await this.offerBatch(batch, origin)) all.push({ ...one, index: one.index + sent });
      sent += batch.length;
    }
    return all;
  }

  /**
   * Sends a batch. An answer lists a limited number of faults: events beyond it are sent again in
   * smaller batches, which does not change what was accepted.
   */
  private async offerBatch(batch: readonly object[], origin?: History): Promise<Rejected[]> {
    const answer = await this.patiently('/v1/batch', { batch, writeKey: this.access.writeKey }, origin);
    const { rejected, rejectedCount } = (await answer.json()) as { rejected: Rejected[]; rejectedCount: number };
    if (rejectedCount === rejected.length) return rejected;
    const all: Rejected[] = [];
    for (let from = 0; from < batch.length; from += LISTED) {
      const some = await this.offerBatch(batch.slice(from, from + LISTED), origin);
      for (const one of some) all.push({ ...one, index: one.index + from });
    }
    return all;
  }

  /**
   * Sends a time mark: everything up to `at` (UTC milliseconds) has been sent. @param last returns
   * the time to the wall clock.
   */
  async mark(at: number, last = false): Promise<void> {
    await this.patiently('/api/time', { at, last });
  }

  async time(): Promise<{ mode: 'wall' | 'stream'; mark: number | null }> {
    const { mode, mark } = (await this.get('/api/time')) as { mode: 'wall' | 'stream'; mark: string | null };
    return { mode, mark: mark === null ? null : Date.parse(mark) };
  }

  /** Returns the existing ones of these orders, except those that are not yet processed. */
  async keptOrders(orders: readonly { id: string; identity: string }[]): Promise<KeptOrder[]> {
    const answer = await this.patiently('/api/histories/orders', { orders }, undefined, 'profile');
    return (await answer.json()) as KeptOrder[];
  }

  /**
   * Resolves when a mark has reached the last service; from then on no timer uses the wall clock.
   */
  async markReached(at: number, patienceMs = PATIENCE_MS): Promise<void> {
    const until = Date.now() + patienceMs;
    for (const service of FOLLOWERS) {
      while (!(await this.hasReached(service, at))) {
        if (Date.now() > until) throw new Refused(`${service} has not reached the mark`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  private async hasReached(service: string, at: number): Promise<boolean> {
    const status = await this.get(`/api/status/${service}`, this.access.services?.[service]).catch(() => null);
    const time = (status as { time?: { mode: string; now: string } } | null)?.time;
    return time?.mode === 'stream' && Date.parse(time.now) >= at;
  }

  async get(path: string, url = this.access.url): Promise<unknown> {
    const answer = await fetch(new URL(path, url), { headers: this.headers() }).catch(() => {
      const { origin } = new URL(url);
      throw new Refused(`${origin} cannot be reached: is Segue running there? Another address: --url, or PORT`);
    });
    if (!answer.ok) throw new Refused(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async put(path: string, body: object, method = 'PUT'): Promise<unknown> {
    const answer = await fetch(new URL(path, this.access.url), {
      method,
      headers: this.headers(),
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Refused(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /**
   * Sends a request; repeats it after 429, 5xx and broken connections. Events have ids, so a
   * repetition is harmless.
   */
  private async patiently(path: string, body: object, origin?: History, service?: string): Promise<Response> {
    const until = Date.now() + PATIENCE_MS;
    for (let pause = 100; ; pause = Math.min(2 * pause, 5_000)) {
      const answer = await this.post(path, body, origin, service).catch(
        (error: Error) => new Unreachable(error.message),
      );
      if (!(answer instanceof Unreachable) && answer.ok) return answer;
      const passing = answer instanceof Unreachable || answer.status === 429 || answer.status >= 500;
      if (!passing || Date.now() > until) throw new Refused(`POST ${path}: ${await wordsOf(answer)}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private post(path: string, body: object, origin?: History, service = ''): Promise<Response> {
    const headers = { ...this.headers(), ...(origin && { 'segue-origin': origin }) };
    const url = this.access.services?.[service] ?? this.access.url;
    return fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private headers(): Record<string, string> {
    return { 'content-type': 'application/json', authorization: `Bearer ${this.access.adminToken}` };
  }
}
