// Channels as an integrator configures them and as the database stores them.
import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServices, openServices } from '@segue/service';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@segue/store';
import { delivery } from '..';

jest.setTimeout(120_000);

const ADMIN = 'an-admin-token-of-tests';
const EMAIL = { kind: 'email', host: 'mail.example.com', port: 587, tls: 'starttls', from: 'shop@example.com' };
const LOGIN = { user: 'shop', password: 'geheim-canary-1' };
const SECRET = `whsec_${Buffer.from('geheim-canary-2-canary-2').toString('base64')}`;

interface Answer {
  status: number;
  body: Record<string, unknown> & { errors?: { path: string }[] };
}

describe('channels', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let running: RunningServices;

  const open = async (env: Record<string, string> = {}) => {
    const base = { PORT: '0', SEGUE_DATA_DIR: folder, DATABASE_URL: postgres.url, SEGUE_ADMIN_TOKEN: ADMIN };
    running = await openServices([delivery], { env: { ...base, LOG_LEVEL: 'error', ...env } });
  };
  const openAgain = async (env: Record<string, string> = {}) => {
    await running.close();
    await open(env);
  };
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${running.url}/api/channels${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };
  const put = (id: string, body: object) => call('PUT', `/${id}`, body);
  const pathsOf = ({ status, body }: Answer) => [status, ...(body.errors ?? []).map(({ path }) => path)];
  const shown = async (id: string) => {
    const { body } = await call('GET', '');
    return (body as unknown as { id: string }[]).find((channel) => channel.id === id);
  };
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    (running.contexts[0] as RunningServices['contexts'][number]).db.query<Row>(text, values);
  const stored = async () => JSON.stringify(await query('select * from channel order by id'));
  const storeFormer = (id: string, kind: string, settings: object) =>
    query('insert into channel (id, kind, settings, version) values ($1, $2, $3, 1)', [
      ...[id, kind, JSON.stringify(settings)],
    ]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-channels-'));
    postgres = await startEmbeddedPostgres(folder);
    await open();
  });
  afterAll(async () => {
    await running?.close();
    await postgres?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });
  beforeEach(() => query('delete from channel'));

  describe('as they are set', () => {
    it('refuse an address of e-mail in one text, and say which fields to use', async () => {
      const answer = await put('email', { kind: 'email', url: 'smtp://a:b@mail.example.com?x=1', from: 'a@b.example' });
      expect(pathsOf(answer)).toEqual([400, 'url']);
      expect(JSON.stringify(answer.body)).toContain('host, port, user, password, tls and from');
    });

    it.each(['url', 'path', 'args', 'sendmail', 'getSocket', 'service', 'proxy', 'auth', 'secure', 'name', 'secret'])(
      'refuse the option %s, with its path',
      async (option) => expect(pathsOf(await put('email', { ...EMAIL, [option]: 'x' }))).toEqual([400, option]),
    );

    it.each<[string, object]>([
      ['host', { host: 'mail.example.com/?x=1' }],
      ['host', { host: 'a b' }],
      ['host', { host: ['mail.example.com'] }],
      ['host', { host: '' }],
      ['port', { port: 0 }],
      ['port', { port: '587' }],
      ['port', { port: 65_536 }],
      ['tls', { tls: true }],
      ['tls', { tls: 'opportunistic' }],
      ['from', { from: 'Shop <shop@example.com>' }],
      ['from', { from: 'a@b.example, c@d.example' }],
      ['from', { from: 'a@b.example\r\nBcc: c@d.example' }],
      ['fromName', { fromName: 'Shop\r\nBcc: c@d.example' }],
      ['user', { user: { toString: 'x' }, password: 'p' }],
      ['password', { user: 'shop' }],
      ['password', { password: 'nobody’s' }],
    ])('refuse %s in %j', async (path, part) =>
      expect(new Set(pathsOf(await put('email', { ...EMAIL, ...part })))).toEqual(new Set([400, path])),
    );

    it.each(['smtp://a.example', 'file:///etc/hosts', 'https://u:p@a.example', 'https:a', '//a.example', 'a.example'])(
      'refuse a webhook at %s',
      async (url) =>
        expect(pathsOf(await put('tills', { kind: 'webhook', url, secret: SECRET }))).toEqual([400, 'url']),
    );

    it('refuse an unknown kind', async () => {
      expect(pathsOf(await put('email', { ...EMAIL, kind: 'sendmail' }))).toEqual([400, 'kind']);
      expect(pathsOf(await put('email', []))).toEqual([400, 'kind']);
      expect(pathsOf(await put('tills', EMAIL))).toEqual([400, 'kind']);
    });

    it('show everything but their secrets', async () => {
      const { body } = await put('email', { ...EMAIL, ...LOGIN, fromName: 'Northlight' });
      await put('tills', { kind: 'webhook', url: 'https://tills.example/in?token=canary-3', secret: SECRET });

      expect(await shown('email')).toEqual(body);
      const unsigned = { dkimDomain: null, dkimSelector: null };
      const common = { fromName: 'Northlight', user: 'shop', hasPassword: true, fault: null, ...unsigned };
      expect(body).toEqual({ id: 'email', ...EMAIL, ...common });
      expect(await shown('tills')).toEqual({
        ...{ id: 'tills', kind: 'webhook', url: 'https://tills.example/in', hasSecret: true, fault: null },
      });
    });

    it('keep the secrets that an edit leaves out', async () => {
      await put('email', { ...EMAIL, ...LOGIN });
      await put('tills', { kind: 'webhook', url: 'https://tills.example/', secret: SECRET });

      expect((await put('email', { ...EMAIL, user: 'shop', from: 'new@example.com' })).body.hasPassword).toBe(true);
      expect((await put('tills', { kind: 'webhook', url: 'https://tills.example/new' })).body.hasSecret).toBe(true);
      expect(pathsOf(await put('other', { kind: 'webhook', url: 'https://tills.example/' }))).toEqual([400, 'secret']);
    });

    it('never take a stored password to another server', async () => {
      await put('email', { ...EMAIL, ...LOGIN });
      for (const part of [{ host: 'elsewhere.example' }, { port: 2525 }, { tls: 'none' }, { user: 'other' }])
        expect(pathsOf(await put('email', { ...EMAIL, user: 'shop', ...part }))).toEqual([400, 'password']);
      expect((await put('email', EMAIL)).body).toMatchObject({ user: null, hasPassword: false });
    });
  });

  describe('with a signature', () => {
    const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const dkimKey = pem(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey);
    const DKIM = { dkimDomain: 'example.com', dkimSelector: 's1' };

    it('keep its key for the same domain and selector only, and show it never', async () => {
      expect((await put('email', { ...EMAIL, ...DKIM, dkimKey })).body).toMatchObject(DKIM);
      expect((await put('email', { ...EMAIL, ...DKIM, from: 'new@example.com' })).body).toMatchObject(DKIM);
      expect(await stored()).not.toContain(dkimKey.split('\n')[1]);
      expect(JSON.stringify(await shown('email'))).not.toContain('PRIVATE');
      expect(pathsOf(await put('email', { ...EMAIL, ...DKIM, dkimSelector: 's2' }))).toEqual([400, 'dkimKey']);
      expect((await put('email', EMAIL)).body).toMatchObject({ dkimDomain: null, dkimSelector: null });
      expect(pathsOf(await put('email', { ...EMAIL, ...DKIM }))).toEqual([400, 'dkimKey']);
    });

    it('refuse a part of it, a key that cannot sign, and names that are none', async () => {
      const ed25519 = pem(generateKeyPairSync('ed25519').privateKey);
      const cases = [
        [{ dkimDomain: 'example.com' }, 'dkimSelector'],
        [{ dkimSelector: 's1', dkimKey }, 'dkimDomain'],
        [{ ...DKIM, dkimKey: ed25519 }, 'dkimKey'],
        [{ ...DKIM, dkimKey: 'none' }, 'dkimKey'],
        [{ ...DKIM, dkimKey, dkimDomain: 'a;d=b' }, 'dkimDomain'],
        [{ ...DKIM, dkimKey, dkimSelector: 'a b' }, 'dkimSelector'],
      ] as const;
      for (const [part, path] of cases) expect(pathsOf(await put('email', { ...EMAIL, ...part }))).toEqual([400, path]);
    });
  });

  describe('as they are kept', () => {
    const isClear = async () => /canary|Z2VoZWlt/.test(await stored());

    it('hold no secret in clear text', async () => {
      await put('email', { ...EMAIL, ...LOGIN });
      await put('tills', { kind: 'webhook', url: 'https://tills.example/in?token=canary-3', secret: SECRET });
      expect(await stored()).toContain('tills.example');
      expect(await isClear()).toBe(false);
    });

    it('do not take the secret of another channel', async () => {
      for (const id of ['one', 'two'])
        await put(id, { kind: 'webhook', url: 'https://tills.example/', secret: SECRET });
      await query(`update channel set sealed = (select sealed from channel where id = 'one') where id = 'two'`);
      expect(await shown('one')).toMatchObject({ fault: null });
      expect(await shown('two')).toMatchObject({ fault: expect.stringContaining('sealed'), hasSecret: false });
    });

    it('are read from what earlier versions stored, and sealed', async () => {
      await storeFormer('email', 'email', {
        url: 'smtps://shop%40x:geheim-canary-1@mail.example.com',
        from: 'a@b.example',
      });
      await storeFormer('tills', 'webhook', { url: 'https://tills.example/in?token=canary-3', secret: SECRET });
      await openAgain();

      expect(await shown('email')).toMatchObject({
        ...{ host: 'mail.example.com', port: 465, tls: 'implicit', user: 'shop@x', from: 'a@b.example' },
        ...{ hasPassword: true, fault: null },
      });
      expect(await shown('tills')).toMatchObject({ url: 'https://tills.example/in', hasSecret: true, fault: null });
      expect(await isClear()).toBe(false);
    });

    it('are reported as unusable where an earlier version accepted what this one refuses', async () => {
      const mark = join(folder, 'a-program-ran');
      const options = `?sendmail=true&path=/usr/bin/touch&args[]=${mark}`;
      await storeFormer('email', 'email', {
        url: `smtp://u:geheim-canary-1@127.0.0.1:2525/${options}`,
        from: 'a@b.example',
      });
      await storeFormer('tills', 'webhook', { url: 'https://u:p@tills.example/', secret: SECRET });
      await openAgain();

      const fault = expect.stringContaining('options');
      expect(await shown('email')).toMatchObject({ fault, host: '127.0.0.1', port: 2525, hasPassword: true });
      expect(await shown('tills')).toMatchObject({ url: null, fault: expect.stringContaining('credentials') });
      expect(await isClear()).toBe(false);
      await query(OWED_MAIL, [JSON.stringify(MAIL)]);
      await eventually(async () =>
        expect((await query<{ reason: string }>(REASON))[0]?.reason).toContain('cannot be used'),
      );
      await expect(readFile(mark)).rejects.toThrow('ENOENT');
      // It is configured again without repeating the password.
      const again = { ...EMAIL, host: '127.0.0.1', port: 2525, user: 'u' };
      expect((await put('email', again)).body).toMatchObject({ fault: null, hasPassword: true });
      await query('delete from delivery');
    });
  });

  describe('under another key', () => {
    const [first, second] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];

    it('are reported as unusable, and usable again with the older key beside the new one', async () => {
      await openAgain({ SEGUE_SECRET_KEY: first });
      await put('email', { ...EMAIL, ...LOGIN });
      await openAgain({ SEGUE_SECRET_KEY: second });
      const fault = expect.stringContaining('SEGUE_SECRET_KEY_OLD');
      expect(await shown('email')).toMatchObject({ host: 'mail.example.com', fault, hasPassword: false });

      await openAgain({ SEGUE_SECRET_KEY: second, SEGUE_SECRET_KEY_OLD: first });
      expect(await shown('email')).toMatchObject({ fault: null, hasPassword: true });
      await openAgain({ SEGUE_SECRET_KEY: second });
      expect(await shown('email')).toMatchObject({ fault: null, hasPassword: true });
      await openAgain();
    });
  });
});

const MAIL = {
  ...{ v: 1, id: 'm1', customer: 'c1', identities: ['userId:u'], campaign: 'hello', campaignVersion: 1, step: 'start' },
  ...{ class: 'service', consent: null, channel: 'email', to: 'ana@example.com', expiresAt: null, origin: 'live' },
  ...{ content: { subject: 's', body: 'b', data: {} }, occurredAt: 0, recordedAt: 0, cause: null },
};
const OWED_MAIL = `
  insert into delivery (action_id, customer_id, campaign, channel, class, status, due_at, action, target)
  values ('m1', 'c1', 'hello', 'email', 'service', 'queued', 0, $1, 'email')`;
const REASON = `select reason from delivery where action_id = 'm1'`;

async function eventually(check: () => Promise<void>): Promise<void> {
  for (const until = Date.now() + 20_000; ; await new Promise((again) => setTimeout(again, 100))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
