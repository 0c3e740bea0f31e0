// How long a batch occupies the event loop, and what the next decision about a large customer
// costs.
import type { Identity, Signal } from '@segue/contracts';
import { type Cost, describeWith, longestStretchMs } from '@segue/testing';
import { NOON, merged, visit } from '../../testing/builders';
import { Running } from '../../testing/running';
import { enrolmentId } from '../journeys/domain/enrolment';
import { RENDER_LIMITS } from '../content/render.thread';

describeWith('postgres', 'the cost of decisions', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_cost');
  }, 60_000);
  afterAll(() => on?.close());

  describe('the event loop', () => {
    const MOST_MS = 100;
    let run = 0;

    it.each<[string, (run: number) => Signal[]]>([
      [
        'of one customer',
        (run) => Array.from({ length: 1_000 }, (_, n) => visit(`userId:loop-${run}`, { number: n + 1 })),
      ],
      ['of a thousand', (run) => Array.from({ length: 1_000 }, (_, n) => visit(`userId:loop-${run}-${n}`))],
    ])(
      'is free again within 100 ms while it decides a thousand signals %s',
      async (_, signals) => {
        expect(await longestStretchMs(() => on.take(signals(run++)))).toBeLessThan(MOST_MS);
      },
      60_000,
    );

    it('and while it checks a template of the largest size', async () => {
      const body = '{{ customer.name }} and '.repeat(900).padEnd(RENDER_LIMITS.bodyTemplate, 'x');
      const check = () => on.renderer.check({ subject: 'x'.repeat(RENDER_LIMITS.subjectTemplate), body });
      expect(await check()).toBeNull();
      expect(await longestStretchMs(check)).toBeLessThan(MOST_MS);
    }, 60_000);
  });

  describe('the next decision', () => {
    const ROUNDS = 30;
    const WARM_UP = 100;
    const message = (n: number) => ({ id: `m${n}`, campaign: `c${n % 5}`, at: NOON - n * 1_000, marketing: true });
    const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1] as number;

    async function filled(name: string, messages: number, waits: number): Promise<Identity> {
      const identity: Identity = `userId:${name}`;
      await on.take([visit(identity)]);
      const sent = Array.from({ length: messages }, (_, n) => message(messages - n));
      await on.db.query('update contact set sent = $2 where identity = $1', [identity, JSON.stringify(sent)]);
      for (let n = 0; n < waits; n++) {
        await on.db.query(
          `insert into enrolment (id, journey, version, cause, identity, node, since, due_at, waits_for, context, state)
           values ($1, 'visit', 1, $2, $3, 'send', $4, $5, 'quiet-hours', $6, 'waiting')`,
          [
            enrolmentId('visit', `${identity} ${n}`),
            `${identity} ${n}`,
            identity,
            NOON,
            NOON + 86_400_000 + n,
            JSON.stringify({ signal: visit(identity, { id: `${identity} ${n}` }) }),
          ],
        );
      }
      return identity;
    }

    it('about a customer with 1,000 remembered messages and 50 waits costs at most twice that about a new one', async () => {
      const who = { large: await filled('much', 1_000, 50), small: await filled('little', 1, 0) };
      const cpu = { large: [] as number[], small: [] as number[] };
      const statements = { large: 0, small: 0 };
      for (let round = 0; round < ROUNDS; round++) {
        for (const size of ['large', 'small'] as const) {
          const before = process.cpuUsage();
          const cost = await on.take([visit(who[size], { number: round + 2 })]);
          const { user, system } = process.cpuUsage(before);
          cpu[size].push(user + system);
          statements[size] = Math.max(statements[size], cost.statements);
        }
      }
      expect(statements.large).toBeLessThanOrEqual(2 * statements.small);
      expect(median(cpu.large)).toBeLessThanOrEqual(2 * median(cpu.small));
    }, 60_000);

    it('about a customer of a hundred identities costs at most twice that about one of a single identity', async () => {
      const identities = Array.from({ length: 100 }, (_, n): Identity => `anonymousId:${'of-many-'.repeat(4)}${n}`);
      const who = { large: identities.sort(), small: ['userId:of-one'] };
      for (const all of Object.values(who)) await on.take([merged({ identities: all, number: 1, version: 1 })]);
      const cpu = { large: [] as number[], small: [] as number[] };
      const costs = { large: [] as Cost[], small: [] as Cost[] };
      for (let round = 0; round < WARM_UP + ROUNDS; round++) {
        for (const size of ['large', 'small'] as const) {
          const signal = visit(who[size][0] as Identity, { identities: who[size], number: round + 2, version: 2 });
          const before = process.cpuUsage();
          costs[size].push(await on.take([signal]));
          const { user, system } = process.cpuUsage(before);
          if (round >= WARM_UP) cpu[size].push(user + system);
        }
      }
      const last = { large: costs.large.at(-1) as Cost, small: costs.small.at(-1) as Cost };
      // One more for the identities themselves.
      expect(last.large.statements).toBeLessThanOrEqual(last.small.statements + 1);
      // That the decision is unpublished is inserted, then deleted; its number is kept by day.
      const both = { decision: 1, decision_count: 1, unpublished: 2 };
      expect(last.small.rows).toEqual({ ...both, contact: 1 });
      expect(last.large.rows).toEqual({ ...both, identity_group: 1 });
      expect(median(cpu.large)).toBeLessThanOrEqual(2 * median(cpu.small));
    }, 60_000);

    it('about a customer of a hundred identities takes two statements more, and trims what they remember', async () => {
      const identities = Array.from({ length: 100 }, (_, n): Identity => `anonymousId:many-${n}`);
      await on.take([merged({ identities, number: 1, version: 2 })]);
      for (const identity of identities) {
        const sent = Array.from({ length: 1_000 }, (_, n) => ({ ...message(1_000 - n), id: `${identity} ${n}` }));
        await on.db.query('update contact set sent = $2 where identity = $1', [identity, JSON.stringify(sent)]);
      }
      const kept = async () => {
        const rows = await on.db.query<{ sent: string }>('select sent from contact where identity = any($1)', [
          identities,
        ]);
        return rows.flatMap(({ sent }) => JSON.parse(sent) as unknown[]).length;
      };
      expect(await kept()).toBe(100_000);
      const first = await on.take([visit(identities[0] as Identity, { identities, number: 2, version: 3 })]);
      const next = await on.take([visit(identities[0] as Identity, { identities, number: 3, version: 4 })]);
      expect(await kept()).toBeLessThanOrEqual(1_010);
      const small = await on.take([visit('userId:one')]);

      // Their group is read and renewed.
      expect([first, next].map(({ statements }) => statements <= small.statements + 2)).toEqual([true, true]);
    }, 60_000);
  });
});
