// What scoring keeps of one customer is bounded, and the next event of a customer at the bound
// costs as much as that of a new one.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { Counted, describeWith } from '@segue/testing';
import { NOON, type Workbench, listeningTo, openWorkbench, profileOf } from '../../testing/workbench';

const SCHEMA = 'scoring_bounds';
const MINUTE = 60_000;
const ROUNDS = 40;

function visit(identity: string, number: number): NumberedTouchpoint {
  return {
    v: 1,
    identity,
    source: 'web',
    id: String(number),
    type: 'track',
    event: 'Store Visited',
    ids: [identity],
    properties: { store: `store ${number}`, code: `${number}`.padEnd(500, 'x'), amount: number % 100 },
    context: {},
    digest: 'd',
    number,
    occurredAt: NOON - 1_000_000 * MINUTE + number * 90 * MINUTE,
    recordedAt: NOON,
    origin: 'live',
    cause: null,
  };
}

const profile = (identity: string, touchpoints: NumberedTouchpoint[]) =>
  profileOf([identity], touchpoints.at(-1)?.number ?? 1, touchpoints);

describeWith('postgres', 'a customer at every bound of scoring', (part) => {
  let bench: Workbench;
  let counted: Counted;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, SCHEMA, { through: (open) => (counted = new Counted(open)) });
    const visits = { name: 'Store Visited' };
    const when = {
      kind: 'or' as const,
      of: [
        // Changes with each visit of a store whose number is even.
        { kind: 'last' as const, ...visits, has: [{ property: 'amount', is: 'in' as const, values: EVEN }] },
        {
          kind: 'distinct' as const,
          ...visits,
          property: 'code',
          times: { atLeast: 100 },
          within: { amount: 1, unit: 'hours' as const },
        },
        { kind: 'event' as const, ...visits, times: { atLeast: 1_000 }, within: { amount: 1, unit: 'hours' as const } },
      ],
    };
    await bench.rules.saveSegment({ id: 'even', name: 'even', rule: { version: 1, when } });
    await bench.rules.subscribe([listeningTo('Store Visited')]);
  }, 60_000);
  afterAll(() => bench.close());

  const EVEN = Array.from({ length: 50 }, (_, n) => 2 * n);

  async function visits(identity: string, from: number, to: number): Promise<void> {
    for (let number = from; number <= to; number += 16) {
      const some = Array.from({ length: Math.min(16, to - number + 1) }, (_, n) => visit(identity, number + n));
      await bench.scorer.score([profile(identity, some)]);
    }
  }

  const kept = async (table: string, identity: string) => {
    const rows = await bench.open.query<{ size: number; count: number }>(
      `select coalesce(sum(length(t::text)), 0)::int as size, count(*)::int as count from ${table} t where customer_id = $1`,
      [customerIdOf(identity)],
    );
    return rows[0]!;
  };

  it('keeps at most the newest 1,000 transitions and 100 more, and facts that do not grow', async () => {
    const identity = 'userId:regular';
    await visits(identity, 1, 1_200);
    const [facts, standing] = [await kept('facts', identity), await kept('standing', identity)];
    await visits(identity, 1_201, 5_600);

    const transitions = await kept('transition', identity);
    expect(transitions.count).toBeGreaterThanOrEqual(1_000);
    expect(transitions.count).toBeLessThanOrEqual(1_100 + 32);
    expect((await kept('facts', identity)).size).toBeLessThan(facts.size * 1.1);
    expect((await kept('standing', identity)).size).toBeLessThan(standing.size * 1.2);
  }, 240_000);

  it('costs at most twice the statements and the processor time of a new customer', async () => {
    const identities = { large: 'userId:regular', small: 'userId:new' };
    await visits(identities.small, 1, 2);
    const numbers = { large: 5_600, small: 2 };
    const cpu = { large: [] as number[], small: [] as number[] };
    const statements = { large: 0, small: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      for (const who of ['large', 'small'] as const) {
        const before = process.cpuUsage();
        const cost = await counted.during(() =>
          bench.scorer.score([profile(identities[who], [visit(identities[who], ++numbers[who])])]),
        );
        const { user, system } = process.cpuUsage(before);
        cpu[who].push(user + system);
        statements[who] = Math.max(statements[who], cost.statements);
      }
    }
    const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1] as number;

    expect(statements.large).toBeLessThanOrEqual(2 * statements.small);
    expect(median(cpu.large)).toBeLessThanOrEqual(2 * median(cpu.small));
  }, 60_000);
});
