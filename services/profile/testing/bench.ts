// Profile's store on a real Postgres, fed as the consumer feeds it, with its costs counted.
import { type Identity, type Touchpoint, customerIdOf, encode } from '@segue/contracts';
import { joinAll } from '@segue/parts';
import type { OpenDb } from '@segue/store';
import { Counted, freshSchema } from '@segue/testing';
import { absorb } from '../src/absorb/domain/absorb';
import { ProfileStore } from '../src/absorb/profile.store';
import { MIGRATIONS } from '../src/migrations/all';

export const brand = { currency: 'USD', zone: 'UTC' };
export const RUN = Date.now();
const REPETITIONS = 30;

export class Bench {
  private constructor(
    readonly open: OpenDb,
    private readonly counted: Counted,
    /** Another one reads what this one has in memory from Postgres. */
    readonly store: ProfileStore,
  ) {}

  static async open(url: string, schema: string): Promise<Bench> {
    const open = await freshSchema(url, schema, MIGRATIONS);
    const counted = new Counted(open);
    return new Bench(open, counted, new ProfileStore(counted));
  }

  /** As the consumer does, up to the bytes that are published. */
  async take(batch: readonly Touchpoint[], store = this.store): Promise<void> {
    const { profiles, consents } = await store.change(batch, (known) => absorb(batch, known, brand));
    for (const message of [...profiles, ...consents]) encode(message);
  }

  async fill(batch: readonly Touchpoint[], size = 1_000): Promise<void> {
    for (let from = 0; from < batch.length; from += size) await this.take(batch.slice(from, from + size));
  }

  async stateOf(user: Identity) {
    return joinAll((await this.store.members([customerIdOf(user)])).map((row) => row.part));
  }

  async statementsOf(next: Touchpoint): Promise<number> {
    return (await this.counted.during(() => this.take([next]))).statements;
  }

  /**
   * Returns the milliseconds of this process for a touchpoint of each customer: the minimum of
   * several rounds, taken in turns.
   */
  async cost(...users: Identity[]): Promise<number[]> {
    const least = users.map(() => Infinity);
    for (let round = 0; round < REPETITIONS; round++) {
      for (const [place, user] of users.entries()) {
        const next = view(user);
        const before = process.cpuUsage();
        await this.take([next]);
        const { user: used, system } = process.cpuUsage(before);
        least[place] = Math.min(least[place] as number, (used + system) / 1_000);
      }
    }
    return least;
  }

  /** Expects that the next touchpoint of a full customer costs hardly more than a small one's. */
  async expectBounded(full: Identity): Promise<void> {
    const small = userId(`small-${full}`);
    await this.take([identify(small, { name: 'Ana' }), view(small)]);
    expect(await this.statementsOf(view(full))).toBe(await this.statementsOf(view(small)));
    const [few = 0, many = 0] = await this.cost(small, full);
    if (process.env.SEGUE_SHOW_COSTS) process.stdout.write(`${full}: ${few} ms, ${many} ms\n`);
    expect(many / few).toBeLessThan(2);
  }
}

export const userId = (name: string): Identity => `userId:${name}-${RUN}`;
export const range = (count: number) => Array.from({ length: count }, (_, n) => n);

let made = 0;
export function track(
  user: Identity,
  event: string,
  properties: Touchpoint['properties'],
  occurredAt = made,
): Touchpoint {
  const id = `${RUN}-${made++}`;
  return {
    v: 1,
    identity: user,
    source: 'web',
    id,
    type: 'track',
    event,
    ids: [user],
    properties,
    context: {},
    digest: id,
    trust: 'server',
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
  };
}

/** As a service of Segue itself sends it: without a trust, which ingestion stamps. */
export const own = ({ trust: _, ...rest }: Touchpoint, source: string): Touchpoint => ({ ...rest, source });

export const view = (user: Identity) => track(user, 'Product Viewed', { product_id: 'p1' });

export const identify = (user: Identity, traits: Touchpoint['properties'], occurredAt?: number): Touchpoint => ({
  ...track(user, 'identify', traits, occurredAt),
  type: 'identify',
});
