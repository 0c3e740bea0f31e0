// The order importer as a program, with a whole system.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';
import { describeWith } from '@segue/testing';
import { System } from './src/system';

const PATIENCE_MS = 180_000;
const HEADER = 'customer_id,order_date,total,order_id';

interface Run {
  code: number;
  out: string;
  faults: string;
}

describeWith('postgres', 'the importer', () => {
  let system: System;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-import-'));
    system = await System.standalone({ zone: 'Asia/Shanghai', env: { SEGUE_CURRENCY: 'CNY', SEGUE_COUNTRY: 'CN' } });
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await rm(folder, { recursive: true });
  }, PATIENCE_MS);

  async function run(kind: 'import' | 'check', rows: readonly string[] | Buffer, ...more: string[]): Promise<Run> {
    const file = join(folder, 'orders.csv');
    await writeFile(file, Buffer.isBuffer(rows) ? rows : `${rows.join('\n')}\n`);
    const program = join(projectRoot(), 'dist/services/ingestion/cli/main.js');
    const { adminToken: SEGUE_ADMIN_TOKEN, writeKey: SEGUE_WRITE_KEY } = system;
    // The URL is derived from PORT, as that of the server.
    const env = { PATH: process.env.PATH, SEGUE_ADMIN_TOKEN, SEGUE_WRITE_KEY, PORT: new URL(system.access.url).port };
    return new Promise((resolve) =>
      execFile(process.execPath, [program, kind, file, ...more], { env }, (error, out, faults) =>
        resolve({ code: Number(error?.code ?? 0), out, faults }),
      ),
    );
  }

  const customer = (reference: string) =>
    system.clientOf('profile').get(`/api/customers/${encodeURIComponent(reference)}`) as Promise<{
      orders: number;
      money: { gross: number; currency: string };
    }>;

  it(
    'says what was taken, what was in, what differs and what is of another customer',
    async () => {
      const first = await run('import', [
        HEADER,
        '0,2024-03-05,10,g1',
        '未知,2024-03-05,12,g3',
        'real1,2024-03-05,13.00,g5',
      ]);
      expect(first.out).toContain('2 lines left out: the customer stands for no one');
      expect(first.out).toContain('taken: 1 order; already in: 0');
      expect(first.code).toBe(0);
      // Progress is written to standard error even if that is not a terminal.
      expect(first.faults).toMatch(/^import .* 0\/1 orders/m);

      const again = await run('import', [HEADER, 'real1,2024-03-05,13.00,g5', 'real2,2024-03-06,1.00,g6']);
      expect(again.out).toContain('taken: 1 order; already in: 1');
      expect(again.code).toBe(0);

      const corrected = await run('import', [HEADER, 'real1,2024-03-05,99.00,g5']);
      expect(corrected.out).toContain(
        'taken: 0 orders; already in: 0\ndifferent from what is in: 1; of another customer: 0',
      );
      expect(corrected.faults).toContain('line 2: this order is in with 13.00 CNY on 2024-03-05, which stays as it is');
      expect(corrected.code).toBe(1);

      const other = await run('import', [HEADER, 'real2,2024-03-05,13.00,g5']);
      expect(other.out).toContain('different from what is in: 0; of another customer: 1; refused: 0');
      expect(other.faults).toContain('line 2: this order id belongs to userId:real1 already');

      await system.quiet();
      expect(await customer('userId:real1')).toMatchObject({ orders: 1, money: { gross: 1300, currency: 'CNY' } });
      expect(await customer('userId:real2')).toMatchObject({ orders: 1, money: { gross: 100 } });
      const letters = (await system.clientOf('ingestion').get('/api/dead-letters')) as { items: unknown[] };
      expect(letters.items).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'knows orders without an id when they come again, and mailboxes and phones whatever their spelling',
    async () => {
      const file = ['Email,date,amount', 'D@Example.com,2024-01-02,5', 'd@example.com,2024-01-03,7'];
      expect((await run('import', file)).out).toContain('taken: 2 orders; already in: 0');
      expect((await run('import', file)).out).toContain('taken: 0 orders; already in: 2');
      await run('import', ['手机号,日期,金额', '138 1234 5678,2024年1月2日,¥5', '+86 13812345678,2024-01-03,7元']);
      await system.quiet();
      expect(await customer('email:d@example.com')).toMatchObject({ orders: 2, money: { gross: 1200 } });
      expect(await customer('phone:+8613812345678')).toMatchObject({ orders: 2, money: { gross: 1200 } });
    },
    PATIENCE_MS,
  );

  it(
    'waits for what it has sent before, which is on the bulk topic',
    async () => {
      const file = [HEADER, ...Array.from({ length: 3_000 }, (_, i) => `m${i % 20},2024-05-01,1.00,many${i}`)];
      expect((await run('import', file)).out).toContain('taken: 3000 orders; already in: 0');
      expect((await run('import', file)).out).toContain('taken: 0 orders; already in: 3000');
    },
    PATIENCE_MS,
  );

  it(
    "takes the store's currency and zone from the server, and says what is not valued",
    async () => {
      const file = [`${HEADER},currency`, 'eu1,2026-11-20T23:30:00Z,5.00,e1,EUR', 'eu1,2026-11-20,5.00,e2,'];
      const { out } = await run('import', file);
      expect(out).toContain("the store's currency is CNY; in others: 1 EUR; these orders are not valued until rates");
      expect(out).toContain('1 order without a currency: taken to be in CNY');
      await system.quiet();
      const kept = await system.clientOf('profile').keptOrders([{ id: 'e1', identity: 'userId:eu1' }]);
      expect(kept).toMatchObject([{ placed: '2026-11-20T16:00:00.000Z', currency: 'EUR', total: 500, isOwn: true }]);
    },
    PATIENCE_MS,
  );

  it(
    'reads GBK and says so, and check needs no server',
    async () => {
      // 会员号,日期,金额 and 张三 in GBK.
      const bytes = Buffer.from('bbe1d4b1bac52cc8d5c6da2cbdf0b6ee0ad5c5c8fd2c323032342d30312d30322c350a', 'hex');
      const { out, code } = await run('check', bytes, '--url', 'http://127.0.0.1:9');
      expect(out).toContain('read as gb18030');
      expect(out).toContain('1 order on 1 of 1 line');
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );
});
