// Sign-in, and the number of open streams per person.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, type RunningServices, issueToken, openServices, signingKey } from '@segue/service';
import { consoleService, showStartLink, startLink } from './';

jest.setTimeout(60_000);

const ADMIN = 'an-admin-token-of-tests';

describe('the console', () => {
  let folder: string;
  let running: RunningServices;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-session-'));
    const env = { PORT: '0', SEGUE_DATA_DIR: join(folder, 'data'), SEGUE_ADMIN_TOKEN: ADMIN, LOG_LEVEL: 'error' };
    running = await openServices([consoleService], { env });
  });
  afterAll(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  const open = (path: string, init: RequestInit = {}) =>
    fetch(`${running.url}${path}`, { redirect: 'manual', ...init });
  const bearer = async (subject: string, role: Role) => ({
    authorization: `Bearer ${await issueToken(signingKey(ADMIN), { subject, role }, 60)}`,
  });

  it('keeps a one-time link for the person after a program has checked it', async () => {
    const { pathname } = new URL(await startLink(running));
    for (const method of ['HEAD', 'HEAD']) {
      const looked = await open(pathname, { method });
      expect([looked.status, looked.headers.get('allow')]).toEqual([405, 'GET']);
      expect(looked.headers.get('set-cookie')).toBeNull();
    }
    const used = await open(pathname);
    expect([used.status, used.headers.get('cache-control')]).toEqual([303, 'no-store']);
    expect(used.headers.get('set-cookie')).toContain('segue_session=');
    expect((await open(pathname)).headers.get('set-cookie')).toBeNull();
  });

  it('writes the link to a file where the output is a log', async () => {
    const said: string[] = [];
    const { isTTY } = process.stdout;
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      process.stdout.isTTY = false;
      await showStartLink(running);
      await showStartLink(running);
    } finally {
      write.mockRestore();
      process.stdout.isTTY = isTTY;
    }
    const file = join(folder, 'data', 'start-link');
    expect(said).toEqual(Array(2).fill(`Open the link in ${file}\n`));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await open(new URL((await readFile(file, 'utf8')).trim()).pathname)).status).toBe(303);
  });

  it('slows down an address that tries links', async () => {
    const tried = await Promise.all(Array.from({ length: 60 }, (_, n) => open(`/start/guess-${n}`)));
    expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([303, 429]));
    const refused = tried.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('content-type')).toContain('application/problem+json');
  });

  it('limits the open streams of one person, and not those of others', async () => {
    const stop = new AbortController();
    const stream = async (subject: string) =>
      open('/api/live', { headers: await bearer(subject, 'analyst'), signal: stop.signal });
    const opened = await Promise.all(Array.from({ length: 20 }, () => stream('lin')));
    expect(opened.map(({ status }) => status).sort()).toEqual([...Array(12).fill(200), ...Array(8).fill(429)]);
    expect((await stream('mia')).status).toBe(200);

    stop.abort();
    await new Promise((closed) => setTimeout(closed, 300));
    const again = await open('/api/live', { headers: await bearer('lin', 'analyst') });
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });
});
