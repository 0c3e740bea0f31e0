// Secrets on disk and in logs.
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announce, keptSecret } from './secrets';

describe('a kept secret', () => {
  let home: string;
  beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'segue-secrets-'))));
  afterEach(() => rm(home, { recursive: true, force: true }));

  const rightsOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it('lies in a folder and a file that only their owner can open', async () => {
    const dataDir = join(home, 'some', 'where');
    const { value, made, file } = await keptSecret(dataDir, 'admin-token', undefined);

    expect([made, file]).toEqual([true, join(dataDir, 'admin-token')]);
    expect(await rightsOf(dataDir)).toBe('700');
    expect(await rightsOf(file as string)).toBe('600');
    expect(await readFile(file as string, 'utf8')).toBe(value);
    expect(await keptSecret(dataDir, 'admin-token', undefined)).toEqual({ value, made: false, file });
  });

  it('leaves the permissions of an existing folder unchanged', async () => {
    const dataDir = join(home, 'shared');
    await mkdir(dataDir, { mode: 0o750 });
    await keptSecret(dataDir, 'admin-token', undefined);
    expect(await rightsOf(dataDir)).toBe('750');
  });

  it('is shown on a terminal, and only as a file name in a log', () => {
    const { isTTY } = process.stdout;
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      for (const one of [true, false]) {
        process.stdout.isTTY = one;
        announce('Admin token', { value: 'secret-1', file: '/data/admin-token' });
      }
    } finally {
      write.mockRestore();
      process.stdout.isTTY = isTTY;
    }
    expect(said).toEqual(['Admin token: secret-1\n', 'Admin token: in /data/admin-token\n']);
  });
});
