// Definitions of campaigns on their way to scoring, on a real Postgres and log.
import { definitions } from '@segue/contracts';
import { migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { NOON, draft } from '../../testing/builders';
import { Running } from '../../testing/running';
import { MIGRATIONS } from '../migrations/all';
import { CampaignRules } from './campaign.rules';
import { markPublished, saveState, unpublishedCampaigns } from './rules.store';

describeWith('postgres', 'definitions of campaigns', (part) => {
  let on: Running;
  let publish: Running['bus']['publish'];

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_definitions');
    publish = on.bus.publish;
  }, 60_000);
  beforeEach(() => {
    on.bus.publish = publish;
    on.forget();
  });
  afterAll(() => on?.close());

  const after = (event: string) => draft({ trigger: { on: 'touchpoint', event } });
  const publishedNow = () => on.published(definitions).map(({ campaign, active }) => `${campaign} ${active}`);

  it('are published once for each edit', async () => {
    await on.rules.save('once', after('Once'), 0);
    await on.rules.setState('once', 'running');
    expect(publishedNow()).toEqual(['once false', 'once true']);
    expect(on.published(definitions).at(-1)?.touchpoints).toContain('Once');
    await on.rules.sweep();
    await on.rules.sweep();
    expect(publishedNow()).toHaveLength(2);
  });

  it('say whether messages may be sent, also when all campaigns are stopped', async () => {
    const sendingNow = () => {
      const sending = on.published(definitions).filter(({ campaign }) => campaign === 'stops');
      on.forget();
      return sending.map((one) => one.sending);
    };
    await on.rules.save('stops', after('Stops'), 0);
    await on.rules.setState('stops', 'running');
    expect(sendingNow()).toEqual(['on', 'on']);
    await on.rules.stopAll(true, 'ana');
    await on.rules.stopAll(true, 'ben');
    expect(sendingNow()).toEqual(['stopped']);
    expect(await on.rules.stopChanges()).toMatchObject([{ isStopped: true, by: 'ana' }]);
    await on.rules.stopAll(false, 'ben');
    await on.rules.setState('stops', 'paused');
    await on.rules.setState('stops', 'ended');
    expect(sendingNow()).toEqual(['on', 'stopped', 'over']);
    expect((await on.rules.stopChanges()).map(({ isStopped, by }) => [isStopped, by])).toEqual([
      [false, 'ben'],
      [true, 'ana'],
    ]);
  });

  it('are published by the next process after a crash between commit and publication', async () => {
    on.bus.publish = () => Promise.reject(new Error('killed'));
    await expect(on.rules.save('torn', after('Torn'), 0)).rejects.toThrow('killed');
    await expect(on.rules.setState('torn', 'running')).rejects.toThrow('killed');
    on.bus.publish = publish;
    expect(publishedNow()).toEqual([]);

    const next = new CampaignRules(on.db, on.bus, { now: () => NOON + 1 }, 'UTC');
    await next.sweep();
    await next.sweep();
    expect(publishedNow()).toEqual(['torn true']);
    expect(await unpublishedCampaigns(on.db, 10)).toEqual([]);
  });

  it('are published again after a crash between publication and its record', async () => {
    on.bus.publish = async (...message) => {
      await publish(...message);
      throw new Error('killed');
    };
    await expect(on.rules.save('twice', after('Twice'), 0)).rejects.toThrow('killed');
    on.bus.publish = publish;
    await on.rules.sweep();
    await on.rules.sweep();
    await on.rules.sweep();
    expect(publishedNow()).toEqual(['twice false', 'twice false']);
  });

  it('that an edit left unpublished are published with the next edit', async () => {
    on.bus.publish = () => Promise.reject(new Error('killed'));
    await expect(on.rules.save('first', after('First'), 0)).rejects.toThrow('killed');
    on.bus.publish = publish;
    await on.rules.save('second', after('Second'), 0);
    expect(publishedNow()).toEqual(['first false', 'second false']);
  });

  it('stay unpublished where the state has changed since', async () => {
    on.bus.publish = () => Promise.reject(new Error('killed'));
    await expect(on.rules.save('moved', after('Moved'), 0)).rejects.toThrow('killed');
    const read = await unpublishedCampaigns(on.db, 10);
    await expect(on.rules.setState('moved', 'running')).rejects.toThrow('killed');
    await markPublished(on.db, read);
    expect(await unpublishedCampaigns(on.db, 10)).toMatchObject([{ campaign: { id: 'moved', state: 'running' } }]);
  });

  it.each([false, true])('end with a stop that overtakes a resumption (already published: %s)', async (isPublished) => {
    await on.rules.save('overtaken', after('Overtaken'), 0);
    await on.rules.setState('overtaken', 'running');
    await on.rules.stopAll(true, 'ana');
    on.forget();
    // The stop commits between the reading and the publication of the resumption.
    const other = new CampaignRules(on.db, on.bus, { now: () => NOON + 1 }, 'UTC');
    on.bus.publish = async (...message) => {
      on.bus.publish = isPublished ? publish : () => Promise.reject(new Error('killed'));
      await other.stopAll(true, 'ben').catch(() => undefined);
      on.bus.publish = publish;
      await publish(...message);
    };
    await on.rules.stopAll(false, 'ana');

    const all = on.published(definitions).filter(({ campaign }) => campaign === 'overtaken');
    expect(all.map(({ sending }) => sending)).toContain('on');
    expect(all.at(-1)?.sending).toBe('stopped');
    const newest = Math.max(...all.map(({ version }) => version));
    expect(all.filter(({ version }) => version === newest).map(({ sending }) => sending)).not.toContain('on');
    expect(await unpublishedCampaigns(on.db, 10)).toEqual([]);
    await on.rules.stopAll(false, 'ana');
  });

  it('of an earlier store are those that it had not published', async () => {
    const { url } = part();
    const schema = 'campaign_definitions_before';
    const db = await freshSchema(url, schema, MIGRATIONS.slice(0, 10));
    try {
      for (const [id, announced] of [
        ['sent', true],
        ['unsent', false],
      ] as const) {
        await db.query(`insert into campaign (id, version, draft, created_at) values ($1, 1, $2, $3)`, [
          id,
          JSON.stringify(draft()),
          NOON,
        ]);
        await db.query(`insert into campaign_state (id, version, state, announced) values ($1, 1, 'running', $2)`, [
          id,
          announced,
        ]);
      }
      await migrate(url, schema, MIGRATIONS.slice(0, 13));
      expect(await db.query('select id from campaign_state where not published')).toEqual([{ id: 'unsent' }]);
      const before = Date.now();
      await migrate(url, schema, MIGRATIONS);
      const [first] = await unpublishedCampaigns(db, 10);
      await saveState(db, { id: 'sent', version: 1, state: 'paused', pausedBecause: null });
      const unpublished = await unpublishedCampaigns(db, 10);
      expect(unpublished.map(({ campaign }) => `${campaign.id} ${campaign.state}`)).toEqual([
        'sent paused',
        'unsent running',
      ]);
      // Versions of before were instants of publication.
      for (const { revision } of unpublished) expect(revision).toBeGreaterThan(before);
      expect(unpublished[0]?.revision).toBeGreaterThan(first?.revision ?? Infinity);
    } finally {
      await db.close();
    }
  }, 60_000);
});
