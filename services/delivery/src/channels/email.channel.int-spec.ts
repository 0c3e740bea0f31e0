// The e-mail channel against a mail server.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { type Action, UNSUBSCRIBE_URL } from '@segue/contracts';
import { Sealing, UnsubscribeLinks } from '@segue/service';
import { SMTPServer } from 'smtp-server';
import type { EmailSettings } from './domain/channel-settings';
import { emailChannel, transportOptions } from './email.channel';
import { TargetGuard } from './private-addresses';
import { isSigned, partsOf, tagsOf } from '../../testing/mail';

const allowing = (...allowed: string[]) => new TargetGuard({ allowPrivate: false, allowed });
const LOOPBACK = allowing('localhost', '127.0.0.1', '::1');
const NO_LOGIN = { password: null };
const NO_LINKS = { urlOf: () => null };

const to = (address: string): Action => ({
  ...{ v: 2, kind: 'message', id: 'd1', customer: 'c1', identities: ['userId:u'], step: 'start' },
  ...{ campaign: 'hello', campaignVersion: 1 },
  ...{ class: 'service', consent: null, channel: 'email', to: address, expiresAt: null, origin: 'live', cause: null },
  ...{ content: { subject: 'Hello', body: '<p>Hi</p>', data: {} }, occurredAt: 0, recordedAt: 0 },
});

describe('the e-mail channel', () => {
  let server: SMTPServer;
  let port: number;
  let arrived: { from: string; to: string[]; text: string }[];
  let logins: string[];
  const refusals = new Map<string, string>();

  beforeEach(async () => {
    [arrived, logins] = [[], []];
    refusals.clear();
    server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth({ username, password }, _, done) {
        logins.push(`${username}:${password}`);
        if (password === 'right') done(null, { user: username });
        else done(new Error('wrong'));
      },
      onRcptTo({ address }, _, done) {
        const answer = refusals.get(address);
        if (answer === undefined) done();
        else done(Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) }));
      },
      onData(stream, { envelope }, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          arrived.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    ({ port } = server.server.address() as AddressInfo);
  });
  afterEach(() => new Promise<void>((closed) => server.close(() => closed())));

  const settings = (part: Partial<EmailSettings> = {}): EmailSettings => ({
    ...{ host: 'localhost', port, user: null, tls: 'none', from: 'shop@example.com', fromName: 'North, light' },
    ...part,
  });
  const send = (part: Partial<EmailSettings>, guard = LOOPBACK, secrets = NO_LOGIN as { password: string | null }) =>
    emailChannel(settings(part), secrets, guard, NO_LINKS).send(to('ana@example.com'));

  it('hands a message over, with its sender’s name', async () => {
    expect(await send({})).toEqual({ kind: 'sent' });
    expect(arrived).toMatchObject([{ from: 'shop@example.com', to: ['ana@example.com'] }]);
    expect(arrived[0]?.text).toMatch(/^From: "North, light" <shop@example\.com>/m);
  });

  it('carries the unsubscribe link of a marketing message in its body and its headers, all of it signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const signed = settings({ dkimDomain: 'example.com', dkimSelector: 's1' });
    const secrets = { password: null, dkimKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    const links = new UnsubscribeLinks(new Sealing('a secret of thirty-two characters'), 'https://shop.test');
    const channel = emailChannel(signed, secrets, LOOPBACK, links);
    const marketing = {
      ...to('ana@example.com'),
      // The link is of the person, not of the device.
      ...{ class: 'marketing', consent: 'email/marketing', identities: ['anonymousId:v', 'userId:u'] },
    } as Action;
    expect(await channel.send(marketing)).toEqual({ kind: 'sent' });
    expect(await channel.send(to('ana@example.com'))).toEqual({ kind: 'sent' });

    const [mail = '', service = ''] = arrived.map(({ text }) => text);
    const { headers, html, text: plain } = partsOf(mail);
    const url = /^<(https:\/\/shop\.test\/unsubscribe\/(.+))>$/.exec(headers.get('list-unsubscribe') ?? '');
    expect(links.read(url?.[2] ?? '')).toMatchObject({
      identity: 'userId:u',
      address: 'ana@example.com',
      message: 'd1',
    });
    expect(html).toContain(`href="${url?.[1]}"`);
    expect(plain).toContain(`Unsubscribe · 退订 (${url?.[1]})`);
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const signature = tagsOf(headers.get('dkim-signature') ?? '');
    const covered = signature.get('h')?.toLowerCase().split(':');
    expect(covered).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']));
    expect([signature.get('d'), signature.get('s')]).toEqual(['example.com', 's1']);
    expect(isSigned(mail, publicKey)).toBe(true);
    expect(isSigned(mail.replace('One-Click', 'One-Clack'), publicKey)).toBe(false);
    expect(partsOf(service).headers.has('list-unsubscribe')).toBe(false);
    expect(isSigned(service, publicKey)).toBe(true);
  });

  it('keeps a message whose content asks for a link until there is a public URL', async () => {
    const marketing = {
      ...to('ana@example.com'),
      ...{ class: 'marketing', consent: 'email/marketing' },
      content: { subject: 'Hello', body: `<a href="${UNSUBSCRIBE_URL}">Stop</a>`, data: {} },
    } as Action;
    expect(await emailChannel(settings(), NO_LOGIN, LOOPBACK, NO_LINKS).send(marketing)).toEqual({
      kind: 'retry',
      reason: 'its unsubscribe link needs SEGUE_PUBLIC_URL',
      mayHaveArrived: false,
    });
    expect(arrived).toEqual([]);
  });

  it('sends to addresses with an apostrophe, and to no second recipient', async () => {
    const channel = emailChannel(settings(), NO_LOGIN, LOOPBACK, NO_LINKS);
    expect(await channel.send(to("o'brien@example.com"))).toEqual({ kind: 'sent' });
    for (const bad of ['a@x.example,b@x.example', 'Ann <a@x.example>', 'a@x.example\r\nRCPT TO:<b@x.example>'])
      expect(await channel.send(to(bad))).toMatchObject({ kind: 'failed' });
    expect(arrived.map((mail) => mail.to)).toEqual([["o'brien@example.com"]]);
  });

  it.each([
    ["d'angelo@example.com", "d'angelo@example.com"],
    // The test server takes no space within quotes, though RFC 5321 does.
    ['"john,doe"@example.com', '"john,doe"@example.com'],
    ['UPPER@Example.COM', 'upper@example.com'],
    // The test server shows a domain decoded.
    ['info@MÜLLER.test', 'info@müller.test'],
    ['jürgen@example.com', 'jürgen@example.com'],
    ['mailto:m@example.com', 'm@example.com'],
    ['\u3000ann@example.com ', 'ann@example.com'],
  ])('writes to %j at %j', async (address, mailbox) => {
    expect(await emailChannel(settings(), NO_LOGIN, LOOPBACK, NO_LINKS).send(to(address))).toEqual({ kind: 'sent' });
    expect(arrived.map((mail) => mail.to)).toEqual([[mailbox]]);
  });

  it('says that there is no address only where there is none', async () => {
    const reasons = await Promise.all(
      ['', 'ann at example'].map((address) => emailChannel(settings(), NO_LOGIN, LOOPBACK, NO_LINKS).send(to(address))),
    );
    expect(reasons).toEqual([
      { kind: 'failed', reason: 'no e-mail address' },
      { kind: 'failed', reason: 'not an e-mail address that can be written to' },
    ]);
  });

  it.each([
    ['550 5.1.1 no such user', { kind: 'failed', reason: 'SMTP 550', bounced: true }],
    ['550 no such user', { kind: 'failed', reason: 'SMTP 550', bounced: true }],
    ['550 5.2.1 disabled', { kind: 'failed', reason: 'SMTP 550', bounced: true }],
    ['550 5.7.1 blocked by policy', { kind: 'failed', reason: 'SMTP 550' }],
    ['554 relay denied', { kind: 'failed', reason: 'SMTP 554' }],
    ['552 5.2.2 mailbox full', { kind: 'failed', reason: 'SMTP 552' }],
    ['450 4.2.1 try later', { kind: 'retry', reason: 'SMTP 450', mayHaveArrived: false }],
  ])('knows from %j whether the address is refused for good', async (answer, attempt) => {
    refusals.set('ana@example.com', answer);
    expect(await send({})).toEqual(attempt);
  });

  it('signs in; a refused login is no fault of the message', async () => {
    expect(await send({ user: 'shop' }, LOOPBACK, { password: 'right' })).toEqual({ kind: 'sent' });
    expect(await send({ user: 'shop' }, LOOPBACK, { password: 'wrong' })).toMatchObject({ kind: 'retry' });
    expect(logins).toEqual(['shop:right', 'shop:wrong']);
  });

  it('sends nothing readable where TLS is asked for', async () => {
    expect(await send({ tls: 'starttls' })).toMatchObject({ kind: 'retry' });
    expect(await send({ tls: 'implicit' })).toMatchObject({ kind: 'retry' });
    expect(arrived).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'does not dial %s unless it is allowed',
    async (host) => {
      const reason = 'the mail server has a private address';
      expect(await send({ host }, allowing())).toEqual({ kind: 'retry', reason, mayHaveArrived: false });
      expect(arrived).toEqual([]);
    },
  );

  it('tries again where no server is', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port: free } = unused.address() as AddressInfo;
    await new Promise((closed) => unused.close(closed));
    expect(await send({ port: free })).toMatchObject({ kind: 'retry', mayHaveArrived: false });
  });

  it('builds its options from fields alone, whatever else is in the settings', () => {
    const odd = { ...settings(), path: '/bin/true', sendmail: true, url: 'smtp://x', pool: true } as EmailSettings;
    expect(Object.keys(transportOptions(odd, NO_LOGIN, LOOPBACK)).sort()).toEqual([
      ...['disableFileAccess', 'disableUrlAccess', 'getSocket', 'greetingTimeout', 'host', 'ignoreTLS', 'port'],
      ...['requireTLS', 'secure', 'socketTimeout'],
    ]);
  });
});
