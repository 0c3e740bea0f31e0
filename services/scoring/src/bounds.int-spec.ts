// What scoring keeps of one customer is bounded, and the next event of a customer at the bound
// costs as much as that of a new one.
import { type Bus, openBus, topicSpecs } from '@segue/bus';
import { type NumberedTouchpoint, type ProfileChanged, TOPICS, customerIdOf } from '@segue/contracts';
import { EMPTY_PART, headOf } from '@segue/parts';
import { type Clock, ServiceTime } from '@segue/service';
import { type OpenDb, migrate, openDb } from '@segue/store';
import { Counted, describeWith } from '@segue/testing';
import { Scorer } from './scorer';
import { scoring } from './index';
import { ScoringRules } from './scoring.rules';
import { SignalOutbox } from './signal.outbox';
import { StandingStore } from './standing.store';

const SCHEMA = 'scoring_bounds';
const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const brand = { currency: 'USD', zone: 'UTC' };
const clock: Clock = { now: () => NOON };
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

function profile(identity: string, touchpoints: NumberedTouchpoint[]): ProfileChanged {
  const version = touchpoints.at(-1)?.number ?? 1;
  return {
    v: 1,
    customer: customerIdOf(identity),
    version,
    identities: [identity],
    head: headOf(EMPTY_PART, brand),
    touchpoints,
    absorbed: [],
    occurredAt: NOON,
    recordedAt: NOON,
    origin: 'live',
    cause: null,
  };
}

describeWith('postgres', 'a customer at every bound of scoring', (part) => {
  let open: OpenDb;
  let bus: Bus;
  let counted: Counted;
  let scorer: Scorer;

  beforeAll(async () => {
    const { url } = part();
    const admin = openDb({ url, schema: 'public' });
    await admin.query(`drop schema if exists ${SCHEMA} cascade`);
    await admin.close();
    await migrate(url, SCHEMA, scoring.migrations);
    open = openDb({ url, schema: SCHEMA });
    bus = openBus({ databaseUrl: url, clientId: 'scoring-bounds', log: () => undefined });
    await bus.ensureTopics(topicSpecs(TOPICS));
    counted = new Counted(open);
    const store = new StandingStore(counted);
    const rules = new ScoringRules(open, clock, brand);
    const time = new ServiceTime({
      db: open,
      bus,
      clock,
      group: 'scoring',
      input: null,
      output: null,
      log: () => undefined,
    });
    scorer = new Scorer(store, rules, new SignalOutbox(store, bus), time, clock);
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
    await rules.saveSegment({ id: 'even', name: 'even', rule: { version: 1, when } });
    await rules.hear({
      v: 1,
      campaign: 'c',
      version: 1,
      active: true,
      touchpoints: ['Store Visited'],
      occurredAt: NOON,
      recordedAt: NOON,
      origin: 'live',
      cause: null,
    });
  }, 60_000);
  afterAll(async () => {
    await bus.close();
    await open.close();
  });

  const EVEN = Array.from({ length: 50 }, (_, n) => 2 * n);

  async function visits(identity: string, from: number, to: number): Promise<void> {
    for (let number = from; number <= to; number += 16) {
      const some = Array.from({ length: Math.min(16, to - number + 1) }, (_, n) => visit(identity, number + n));
      await scorer.score([profile(identity, some)]);
    }
  }

  const kept = async (table: string, identity: string) => {
    const rows = await open.query<{ size: number; count: number }>(
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
          scorer.score([profile(identities[who], [visit(identities[who], ++numbers[who])])]),
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
