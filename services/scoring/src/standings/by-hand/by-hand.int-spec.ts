// Tiers by hand on a real Postgres: the log and the tier are written together or not at all.
import { type Identity, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, openWorkbench, profileOf } from '../../../testing/workbench';
import { scoreByHand } from '../../score/domain/score';
import { ByHandStore } from './by-hand.store';

const ANA: Identity = 'userId:ana';
const BY_HAND = {
  tier: 'MVC',
  reason: 'opened two shops for us',
  until: NOON + 86_400_000,
  by: 'ann',
  at: NOON,
} as const;

describeWith('postgres', 'a tier by hand', (part) => {
  let bench: Workbench;
  let log: ByHandStore;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, 'scoring_by_hand');
    log = new ByHandStore(bench.open);
    const seen = {
      ...{ v: 1, identity: ANA, source: 's', id: '1', type: 'identify', event: 'identify', ids: [ANA], cause: null },
      ...{
        properties: {},
        context: {},
        digest: 'd',
        number: 1,
        occurredAt: NOON - 1,
        recordedAt: NOON,
        origin: 'live',
      },
    };
    await bench.scorer.score([profileOf([ANA], 1, [seen as never])]);
  }, 60_000);
  afterAll(() => bench.close());

  const tierOf = async () => {
    const rows = await bench.open.query<{ tier: string }>(
      `select value_tier as tier from standing where customer_id = $1`,
      [customerIdOf(ANA)],
    );
    return rows[0]?.tier;
  };
  const give = (fault?: Error) =>
    bench.scorer.change(
      [customerIdOf(ANA)],
      (known, book) =>
        scoreByHand(known, { to: ANA, byHand: BY_HAND, at: NOON }, book, { now: NOON, historyUntil: 0, wall: NOON }),
      async (tx, there) => {
        expect(there).toEqual([customerIdOf(ANA)]);
        await log.add(tx, customerIdOf(ANA), BY_HAND);
        if (fault) throw fault;
      },
    );

  it('is not on record where the transaction failed, and holds where it is', async () => {
    await expect(give(new Error('power cut'))).rejects.toThrow('power cut');
    expect([await log.list([customerIdOf(ANA)], 10), await tierOf()]).toEqual([[], expect.not.stringMatching('MVC')]);
    await give();
    expect(await log.list([customerIdOf(ANA)], 10)).toMatchObject([{ tier: 'MVC', by: 'ann' }]);
    expect(await tierOf()).toBe('MVC');
  });
});
