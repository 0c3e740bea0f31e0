// Exchange rates that change while a service runs, on the real file system.
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ratesOf } from './rates.file';

describe('the file of rates', () => {
  let folder: string;
  const logged: string[] = [];
  const log = (level: string, message: string) => void logged.push(`${level}: ${message}`);
  const LOOK_EVERY_MS = 20;

  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'segue-rates-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + 5_000; !isSo() && Date.now() < end;) await pause(LOOK_EVERY_MS);
    expect(isSo()).toBe(true);
  }

  it('is read again when it changes, and a faulty one changes nothing', async () => {
    const path = join(folder, 'rates.csv');
    await writeFile(path, 'date,currency,rate\n2026-11-20,EUR,1.08\n');
    const rates = ratesOf(path, log, LOOK_EVERY_MS);
    const euro = () => rates.rateOf('EUR', '2026-11-20');
    expect(euro()).toBe(1.08);

    await writeFile(path, 'date,currency,rate\n2026-11-20,EUR,1.09\n');
    await utimes(path, 1, 1);
    await until(() => euro() === 1.09);
    await writeFile(path, 'date,currency,rate\n2026-11-20,EUR,none\n');
    await utimes(path, 2, 2);
    await until(() => logged.length > 0);
    expect(logged).toEqual(['warn: the rates of exchange stay as they were']);
    expect(euro()).toBe(1.09);
  });

  it('stops the start when it cannot be read, and is not asked for without a path', () => {
    expect(() => ratesOf(join(folder, 'missing.csv'), log)).toThrow('ENOENT');
    expect(ratesOf(undefined, log).rateOf('EUR', '2026-11-20')).toBeNull();
  });
});
