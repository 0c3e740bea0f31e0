// Order files as jobs of ingestion, over HTTP: uploads in any order, files that cannot be read,
// cancelling, and a process that is killed in the middle of an import.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';
import { describeWith } from '@segue/testing';
import { Client } from 'pg';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 240_000;
const PART = 1_048_576;

interface Import {
  id: string;
  state: string;
  partSize: number;
  job: string | null;
  done: number;
  total: number | null;
  report: {
    error: string | null;
    file: { orders: number; skipped: number; encoding: string } | null;
    faults: { line: number; message: string }[];
    result: { taken: number; alreadyIn: number; refused: number } | null;
  } | null;
}

describeWith('postgres', 'an order file as a job', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.standalone();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  async function sql(text: string, values: unknown[]): Promise<void> {
    const client = new Client({ connectionString: system.databaseUrl });
    await client.connect();
    await client.query(text, values);
    await client.end();
  }

  const ask = (method: string, path: string, body?: string | Buffer, type = 'application/json') =>
    fetch(`${system.urlOf('ingestion')}${path}`, {
      method,
      headers: { authorization: `Bearer ${system.adminToken}`, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
  const put = (id: string, number: number, bytes: Buffer) =>
    ask('PUT', `/api/imports/${id}/parts/${number}`, bytes, 'text/csv');
  const json = async (answer: Promise<Response>) => (await (await answer).json()) as Import;
  const show = (id: string) => json(ask('GET', `/api/imports/${id}`));

  async function announce(file: Buffer, options: object = {}): Promise<Import> {
    return json(ask('POST', '/api/imports', JSON.stringify({ name: 'orders.csv', size: file.length, ...options })));
  }

  const partsOf = (file: Buffer) =>
    Array.from({ length: Math.ceil(file.length / PART) }, (_, n) => file.subarray(n * PART, (n + 1) * PART));

  async function started(file: Buffer, options: object = {}): Promise<Import> {
    const { id } = await announce(file, options);
    for (const [number, part] of partsOf(file).entries()) expect((await put(id, number, part)).status).toBe(204);
    return json(ask('POST', `/api/imports/${id}/start`));
  }

  async function ended(id: string): Promise<Import> {
    for (;;) {
      const answer = await ask('GET', `/api/imports/${id}`);
      // 503 while the database is away.
      const view = answer.status === 503 ? null : await json(Promise.resolve(answer));
      if (view && !['running', 'lost'].includes(view.state)) return view;
      await pause(200);
    }
  }

  const rows = (count: number, customers: number, mark: string) =>
    Buffer.from(
      `customer,date,amount,order_id,note\n${Array.from(
        { length: count },
        (_, i) =>
          `${mark}${i % customers},2024-05-${String(1 + (i % 28)).padStart(2, '0')},1.00,${mark}-${i},${'x'.repeat(300)}`,
      ).join('\n')}\n`,
    );
  const ordersOf = async (customer: string) =>
    ((await system.clientOf('profile').get(`/api/customers/userId:${customer}`)) as { orders: number }).orders;

  it(
    'takes its parts in any order, and again, and starts when all are there',
    async () => {
      const file = rows(8_000, 10, 'p');
      const { id, partSize } = await announce(file);
      expect(partSize).toBe(PART);
      const parts = partsOf(file);
      expect(parts.length).toBeGreaterThan(2);
      await put(id, 1, parts[1] as Buffer);
      const early = await ask('POST', `/api/imports/${id}/start`);
      expect([early.status, await early.json()]).toMatchObject([409, { code: 'parts_missing' }]);
      expect((await put(id, 0, (parts[0] as Buffer).subarray(1))).status).toBe(400);
      expect((await put(id, parts.length, Buffer.from('x'))).status).toBe(400);
      for (const number of [2, 1, 0, ...parts.keys()])
        expect((await put(id, number, parts[number] as Buffer)).status).toBe(204);
      await ask('POST', `/api/imports/${id}/start`);
      // A second start returns the same import.
      expect((await ask('POST', `/api/imports/${id}/start`)).status).toBe(202);
      expect((await put(id, 0, parts[0] as Buffer)).status).toBe(409);
      expect(await ended(id)).toMatchObject({
        state: 'done',
        total: 8_000,
        report: { result: { taken: 8_000, refused: 0 } },
      });
      await system.quiet();
      expect(await ordersOf('p3')).toBe(800);
    },
    PATIENCE_MS,
  );

  it(
    'says why a file cannot be read, and which lines are at fault',
    async () => {
      const workbook = await started(Buffer.from('PK\u0003\u0004 and so on'));
      expect(await ended(workbook.id)).toMatchObject({
        state: 'failed',
        report: { error: expect.stringContaining('this is a workbook'), file: null, result: null },
      });
      const faulty = await started(
        Buffer.from('customer,date,amount\nf1,2024-01-01,5\nf2,2024-13-01,5\nf3,2024-01-01,five\n'),
      );
      const { report, state } = await ended(faulty.id);
      expect([state, report?.file?.orders, report?.file?.skipped]).toEqual(['done', 1, 2]);
      expect(report?.faults.map(({ line }) => line)).toEqual([3, 4]);
      for (const body of [
        { name: ' ', size: 1 },
        { name: 'a', size: 0 },
        { name: 'a', size: 1e12 },
        { name: 'a', size: 1, zone: 'Mars' },
      ])
        expect((await ask('POST', '/api/imports', JSON.stringify(body))).status).toBe(400);
    },
    PATIENCE_MS,
  );

  it(
    'can be cancelled, and begins again after its process was killed, without doubles',
    async () => {
      const file = rows(20_000, 10, 'k');
      const first = await started(file);
      for (let view = first; view.done === 0 && view.state === 'running'; view = await show(first.id)) await pause(50);
      expect((await ask('POST', `/api/jobs/${first.job}/cancel`)).status).toBe(200);
      expect(await ended(first.id)).toMatchObject({ state: 'cancelled' });

      const second = await started(file);
      for (let view = second; view.done === 0 && view.state === 'running'; view = await show(second.id))
        await pause(50);
      await system.kill('standalone');
      await system.start('standalone');
      const { state, report } = await ended(second.id);
      expect(state).toBe('done');
      expect((report?.result?.taken ?? 0) + (report?.result?.alreadyIn ?? 0)).toBe(20_000);
      await system.quiet();
      expect(await ordersOf('k3')).toBe(2_000);
    },
    PATIENCE_MS,
  );

  it(
    'does not stop the others when its ids cannot be stored, and ends once and for all',
    async () => {
      const odd = await started(
        Buffer.from('customer,date,amount,order_id\na\u0000b,2024-01-02,10,n1\nn2,2024-01-02,10,n2\n'),
      );
      const next = await started(Buffer.from('customer,date,amount\nn3,2024-01-02,10\n'));
      const { report } = await ended(odd.id);
      expect([report?.faults.map(({ line }) => line), report?.result?.taken]).toEqual([[2], 1]);
      expect(await ended(next.id)).toMatchObject({ state: 'done', report: { result: { taken: 1 } } });

      // As after a crash between the last report and the end of the job.
      await sql(`update ingestion.job set state = 'running', ended_at = null, seen_at = 0 where id = $1`, [next.job]);
      expect(await show(next.id)).toMatchObject({ state: 'lost' });
      expect(await ended(next.id)).toMatchObject({ state: 'done', report: { result: { taken: 1, alreadyIn: 0 } } });
      const old = (await (await ask('GET', `/api/jobs/${next.job}`)).json()) as { state: string; error: string };
      expect(old).toMatchObject({ state: 'failed', error: expect.stringContaining('continued by import-') });
    },
    PATIENCE_MS,
  );

  it(
    'goes on when the database drops its connections, and leaves a cancelled report as it was',
    async () => {
      const file = rows(20_000, 10, 'd');
      const first = await started(file);
      const queued = await started(rows(5, 1, 'q'));
      expect((await ask('POST', `/api/jobs/${queued.job}/cancel`)).status).toBe(200);
      await sql(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        [],
      );
      expect(await ended(first.id)).toMatchObject({ state: 'done', total: 20_000 });
      expect(await show(queued.id)).toMatchObject({ state: 'cancelled', report: null });
      await system.quiet();
      expect(await ordersOf('d3')).toBe(2_000);
    },
    PATIENCE_MS,
  );

  it(
    'takes the export of a known system with its refunds, and counts them once when it comes again',
    async () => {
      const file = readFileSync(join(projectRoot(), 'test/data/exports/stripe_payments.csv'));
      const options = { currency: 'USD', zone: 'UTC' };
      const paidBack = async () => {
        const { report } = await ended((await started(file, options)).id);
        await system.quiet();
        const customer = await system.clientOf('profile').get('/api/customers/email:c@example.com');
        return { report, customer };
      };
      const once = { orders: 1, touchpoints: 2, money: { currency: 'USD', gross: 8000, refunded: 3000, net: 5000 } };
      expect(await paidBack()).toMatchObject({
        report: { file: { system: 'Stripe', orders: 3 }, result: { taken: 3, refunds: 1 } },
        customer: once,
      });
      expect(await paidBack()).toMatchObject({ report: { result: { taken: 0, alreadyIn: 3 } }, customer: once });
      expect(await ordersOf('cus_A')).toBe(2);
    },
    PATIENCE_MS,
  );
});
