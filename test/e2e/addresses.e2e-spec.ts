// Mailboxes from HTTP to a mail server and back: consents, addresses and bounces.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describeWith } from '@segue/testing';
import { SMTPServer } from 'smtp-server';
import { answerTo, runCampaign } from './src/campaigns';
import { eventually } from './src/stage';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const PUBLIC_URL = 'https://shop.example';

interface Decision {
  outcome: string;
  reason: string;
  delivery: { status: string; reason: string | null } | null;
}

describeWith('postgres', 'a mailbox', (_part) => {
  let system: System;
  let server: SMTPServer;
  const arrived: string[] = [];
  const mails: string[] = [];

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo({ address }, _, done) {
        if (address.startsWith('gone@')) done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }));
        else done();
      },
      onData(stream, { envelope }, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          mails.push(text);
          arrived.push(...envelope.rcptTo.map(({ address }) => address));
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    system = await System.standalone({ env: { SEGUE_COUNTRY: 'CN', SEGUE_PUBLIC_URL: PUBLIC_URL } });
    const { port } = server.server.address() as AddressInfo;
    await system
      .clientOf('delivery')
      .put('/api/channels/email', { kind: 'email', host: '127.0.0.1', port, tls: 'none', from: 'shop@example.test' });
    await system.clientOf('campaign').put('/api/limits', { cap: null, quietHours: null, globalControl: 0 });
    const mail = { class: 'marketing', channel: 'email', delivery: 'send' };
    await runCampaign(system, 'mail', answerTo('Store Visited', mail));
    await pause(1_000);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await new Promise<void>((closed) => server.close(() => closed()));
  }, PATIENCE_MS);

  const is = (userId: string, email: string) => ({ type: 'identify', userId, traits: { email } });
  const says = (verb: 'Granted' | 'Withdrawn', who: object, channel = 'email') => ({
    ...{ type: 'track', event: `Consent ${verb}`, properties: { channel } },
    ...who,
  });
  const byMail = (id: string) => ({ context: { externalIds: [{ type: 'email', id }] } });
  const visit = (who: object) => ({ type: 'track', event: 'Store Visited', ...who });

  async function sendInOrder(...events: object[]): Promise<void> {
    for (const event of events) {
      await system.clientOf('ingestion').send([{ messageId: randomUUID(), ...event }]);
      await system.quiet();
    }
  }
  const decisionsOf = async (customer: string) =>
    ((await system.clientOf('campaign').get(`/api/decisions?customer=${customer}`)) as { items: Decision[] }).items;

  it(
    'that was withdrawn by its address gets nothing, whoever has it, until it is granted again',
    async () => {
      const [ann, ben] = [{ userId: 'ann' }, { userId: 'ben' }];
      await sendInOrder(
        is('ann', 'zoe@example.test'),
        is('ben', ' Zoe@Example.test'),
        says('Granted', ann),
        says('Granted', ben, 'E-Mail'),
        says('Withdrawn', byMail('zoe@example.test'), 'newsletter'),
        visit(ann),
        visit(ben),
      );
      for (const who of ['userId:ann', 'userId:ben'])
        await eventually(async () =>
          expect(await decisionsOf(who)).toMatchObject([{ outcome: 'held', reason: 'no-consent' }]),
        );
      expect(arrived).toEqual([]);

      await sendInOrder(says('Granted', ann), visit(ann));
      await eventually(async () => {
        expect(arrived).toEqual(['zoe@example.test']);
        expect((await decisionsOf('userId:ann'))[0]).toMatchObject({ outcome: 'sent', delivery: { status: 'sent' } });
      });
    },
    PATIENCE_MS,
  );

  it(
    'that unsubscribes by the link of a message gets no other one, whoever has it, until it is granted again',
    async () => {
      const [mia, leo] = [{ userId: 'mia' }, { userId: 'leo' }];
      await sendInOrder(is('mia', 'mia@example.test'), is('leo', 'mia@example.test'));
      await sendInOrder(says('Granted', mia), says('Granted', leo), visit(mia));
      const got = () => arrived.filter((address) => address === 'mia@example.test').length;
      await eventually(async () => expect(got()).toBe(1));
      const mail = (mails.at(-1) ?? '').replace(/\r\n(?=[ \t])/g, '');
      expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      const header = /^List-Unsubscribe:\s*<([^>]+)>\r$/m.exec(mail);
      const url = header?.[1]?.replace(PUBLIC_URL, system.urlOf('ingestion')) ?? '';

      // Programs that scan mail open every link: nothing changes.
      const page = await fetch(url, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await page.text()).toContain('mia@example.test');
      await sendInOrder(visit(mia));
      await eventually(async () => expect(got()).toBe(2));

      // As a mail program posts it; the visit is accepted right after.
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
      await sendInOrder(visit(mia), visit(leo));
      await eventually(async () => expect(await decisionsOf('userId:leo')).toMatchObject([{ reason: 'no-consent' }]));
      expect((await decisionsOf('userId:mia'))[0]).toMatchObject({ outcome: 'held', reason: 'no-consent' });
      expect(got()).toBe(2);
      const { items } = (await system.clientOf('profile').get('/api/customers/userId:mia/timeline')) as {
        items: { event: string; properties: object }[];
      };
      expect(items.find(({ event }) => event === 'Consent Withdrawn')?.properties).toMatchObject({ by: 'link' });

      await sendInOrder(says('Granted', mia), visit(mia));
      await eventually(async () => expect(got()).toBe(3));
      expect((await fetch(url, { method: 'POST' })).status).toBe(200);
      await sendInOrder(visit(mia));
      await eventually(async () =>
        expect((await decisionsOf('userId:mia'))[0]).toMatchObject({ outcome: 'held', reason: 'no-consent' }),
      );
      expect((await fetch(`${url}A`, { method: 'POST' })).status).toBe(404);
    },
    PATIENCE_MS,
  );

  it(
    'that is an identity can be written to',
    async () => {
      const eve = byMail("Eve.O'Brien@example.test");
      await sendInOrder(says('Granted', eve), visit(eve));
      await eventually(async () => expect(arrived).toContain("eve.o'brien@example.test"));
    },
    PATIENCE_MS,
  );

  it(
    'that bounces is marked on the customer, frees the ledger and gets no more until it changes',
    async () => {
      const dan = { userId: 'dan' };
      await sendInOrder(is('dan', 'gone@example.test'), says('Granted', dan), visit(dan));
      await eventually(async () => {
        expect(await decisionsOf('userId:dan')).toMatchObject([
          { outcome: 'sent', delivery: { status: 'failed', reason: 'SMTP 550' } },
        ]);
        expect(await system.clientOf('profile').get('/api/customers/userId:dan')).toMatchObject({
          bounced: [{ address: 'email:gone@example.test', reason: 'SMTP 550' }],
        });
      });

      await sendInOrder(visit(dan));
      await eventually(async () =>
        expect((await decisionsOf('userId:dan'))[0]).toMatchObject({ outcome: 'held', reason: 'bounced' }),
      );
      const restored = { customer: 'userId:dan', address: 'email:Gone@example.test' };
      const campaign = system.clientOf('campaign');
      expect(await campaign.put('/api/mailboxes/restore', restored, 'POST')).toMatchObject({
        address: 'email:gone@example.test',
      });
      await eventually(async () =>
        expect(await system.clientOf('profile').get('/api/customers/userId:dan')).toMatchObject({ bounced: [] }),
      );
      const timeline = (await system.clientOf('profile').get('/api/customers/userId:dan/timeline')) as {
        items: object[];
      };
      expect(timeline.items[0]).toMatchObject({ event: 'Address Restored', properties: { takenBackBy: 'admin' } });
      await sendInOrder(visit(dan));
      // The message is tried again, and bounces again.
      await eventually(async () => {
        expect((await decisionsOf('userId:dan'))[0]).toMatchObject({ outcome: 'sent', delivery: { status: 'failed' } });
        expect(await system.clientOf('profile').get('/api/customers/userId:dan')).toMatchObject({
          bounced: [{ address: 'email:gone@example.test' }],
        });
      });
      await sendInOrder(is('dan', 'here@example.test'), visit(dan));
      await eventually(async () => {
        expect(arrived).toContain('here@example.test');
        expect(await system.clientOf('profile').get('/api/customers/userId:dan')).toMatchObject({ bounced: [] });
      });
    },
    PATIENCE_MS,
  );

  it(
    'and a phone are one in every spelling, and are found by any',
    async () => {
      const spellings = [
        '138 1234 5678',
        '+86 138 1234 5678',
        '013812345678',
        '8613812345678',
        '１３８１２３４５６７８',
      ];
      const byPhone = (id: string) => visit({ context: { externalIds: [{ type: 'phone', id }] } });
      await sendInOrder(...spellings.map(byPhone));
      const one = { identities: ['phone:+8613812345678'], touchpoints: spellings.length };
      for (const id of ['+8613812345678', '138 1234 5678'])
        expect(await system.clientOf('profile').get(`/api/customers/phone:${encodeURIComponent(id)}`)).toMatchObject(
          one,
        );

      await sendInOrder({
        type: 'identify',
        userId: 'fay',
        traits: { phone: '139-1234-5678', email: 'Fay@Müller.test' },
      });
      for (const text of [
        '13912345678',
        '+86 139 1234 5678',
        '139-1234-5678',
        'fay@müller.test',
        'fay@xn--mller-kva.test',
      ])
        expect(await system.clientOf('profile').get(`/api/customers?query=${encodeURIComponent(text)}`)).toMatchObject({
          items: [{ identities: ['userId:fay'] }],
        });
    },
    PATIENCE_MS,
  );
});
