// How messages ended, on a real Postgres: caps, bounced addresses and consents follow.
import { type ConsentChanged, type Identity, type Outcome, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, draft, head, merged, visit } from '../../testing/builders';
import { Running } from '../../testing/running';

describeWith('postgres', 'outcomes on Postgres', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_outcome');
  }, 60_000);
  afterAll(() => on?.close());

  describe('what became of messages', () => {
    const outcomeOf = (id: string, status: 'sent' | 'failed' | 'held', over: Partial<Outcome> = {}): Outcome => ({
      ...{
        v: 1,
        id,
        customer: 'c',
        campaign: 'visit',
        status,
        reason: status === 'sent' ? null : 'why',
        bounced: null,
      },
      ...{ occurredAt: NOON, recordedAt: NOON, origin: 'live', cause: null },
      ...over,
    });
    const rowsOf = (user: Identity) => on.reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 20);

    it('frees its place under the cap, once, in any order, and after a merge', async () => {
      const [device, user] = ['anonymousId:freed', 'userId:freed'] as const;
      await on.take([visit(device), visit(device, { number: 2 })]);
      const [second, first] = await rowsOf(device);
      await on.take([merged({ identities: [device, user], number: 3, version: 2 })]);
      const now = { identities: [device, user], version: 2 };
      await on.take([visit(user, { ...now, number: 4 })]);
      expect((await rowsOf(user))[0]?.decision.reason).toBe('cap');

      const ends = [outcomeOf(second!.decision.id, 'held'), outcomeOf(first!.decision.id, 'sent')];
      await on.outcomes.book(ends);
      await on.outcomes.book(ends.toReversed());
      await on.take([visit(user, { ...now, number: 5 }), visit(user, { ...now, number: 6 })]);

      const rows = await rowsOf(user);
      expect(rows.map(({ decision }) => decision.reason)).toEqual(['cap', 'sent', 'cap', 'sent', 'sent']);
      expect(rows.slice(-2).map(({ delivery }) => delivery)).toEqual([
        { status: 'held', reason: 'why', at: NOON },
        { status: 'sent', reason: null, at: NOON },
      ]);
    });

    it('marks an address that bounced, for every customer who has it', async () => {
      await on.rules.save('mail', draft({ channel: 'email', trigger: { on: 'touchpoint', event: 'Mail' } }), 0);
      await on.rules.setState('mail', 'running');
      const reachable = (email: string) =>
        head({ traits: { email }, consents: { 'email/marketing': { granted: true, at: 1 } } });
      const asks = (user: Identity, email: string) => visit(user, { subject: 'Mail', head: reachable(email) });
      await on.take([asks('userId:bounced', 'gone@example.test')]);
      const [sent] = await rowsOf('userId:bounced');
      await on.outcomes.book([
        outcomeOf(sent!.decision.id, 'failed', { bounced: 'email:gone@example.test', reason: 'SMTP 550' }),
      ]);
      await on.take([asks('userId:same', 'Gone@Example.test'), asks('userId:moved', 'here@example.test')]);

      const [held] = await rowsOf('userId:same');
      expect(held?.decision).toMatchObject({ outcome: 'held', reason: 'bounced' });
      expect(held?.decision.checks.at(-1)?.detail).toEqual({ at: NOON, reason: 'SMTP 550' });
      expect((await rowsOf('userId:moved'))[0]?.decision.reason).toBe('sent');
      expect((await on.reader.results('mail')).map(({ outcome, reason }) => `${outcome} ${reason}`).sort()).toEqual([
        'failed SMTP 550',
        'held bounced',
        'sent sent',
      ]);
    });

    it('takes a bounced address back into use, once, until it bounces again', async () => {
      const back = 'email:back@example.test' as const;
      const reachable = head({
        traits: { email: 'back@example.test' },
        consents: { 'email/marketing': { granted: true, at: 1 } },
      });
      let number = 0;
      const asked = async () => {
        await on.take([visit('userId:back', { subject: 'Mail', head: reachable, number: ++number })]);
        return (await rowsOf('userId:back'))[0]!.decision;
      };
      const { id } = await asked();
      const bounce = outcomeOf(id, 'failed', { bounced: back, reason: 'SMTP 550' });
      await on.outcomes.book([bounce]);
      expect(await asked()).toMatchObject({ outcome: 'held', reason: 'bounced' });

      expect(await on.outcomes.restore('email:never@example.test', 'ann', NOON)).toBeNull();
      // The clock of who restores may be behind that of the mail.
      const restored = await on.outcomes.restore(back, 'ann', NOON - 5);
      expect(restored).toMatchObject({ address: back, at: NOON + 1 });
      expect(await on.outcomes.restore(back, 'ben', NOON + 9)).toEqual(restored);
      // What is read again after a crash changes nothing.
      await on.outcomes.book([bounce]);
      expect((await asked()).reason).not.toBe('bounced');
      const record = () =>
        on.db.query('select by_whom, at, reason from restored where address = $1 order by at', [back]);
      expect(await record()).toEqual([{ by_whom: 'ann', at: NOON + 1, reason: 'SMTP 550' }]);

      await on.outcomes.book([
        outcomeOf(`${id}-later`, 'failed', { bounced: back, reason: 'SMTP 553', occurredAt: NOON + 7 }),
      ]);
      expect(await asked()).toMatchObject({ outcome: 'held', reason: 'bounced' });
      expect(await on.outcomes.restore(back, 'ben', NOON + 9)).toMatchObject({ at: NOON + 9 });
      expect(await record()).toHaveLength(2);
    });

    it('holds back what another customer withdrew for the same mailbox', async () => {
      const consentChanged = (granted: boolean, at: number, number: number): ConsentChanged => ({
        ...{ v: 1, identity: 'email:shared@example.test', customer: 'c', number, version: number, lifts: [] },
        ...{ consents: { 'email/marketing': { granted, at } }, addresses: ['email:shared@example.test'] },
        ...{ occurredAt: at, recordedAt: at, origin: 'live', cause: null },
      });
      await on.outcomes.saveConsentEvidence([consentChanged(false, 20, 2)]);
      await on.outcomes.saveConsentEvidence([consentChanged(true, 10, 1)]);
      const reachable = head({
        traits: { email: 'shared@example.test' },
        consents: { 'email/marketing': { granted: true, at: 1 } },
      });
      await on.take([visit('userId:shared', { subject: 'Mail', head: reachable })]);

      expect((await rowsOf('userId:shared'))[0]?.decision).toMatchObject({ outcome: 'held', reason: 'no-consent' });
    });
  });
});
