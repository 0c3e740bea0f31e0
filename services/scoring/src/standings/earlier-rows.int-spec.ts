// Rows that an earlier version of scoring stored: read as before, and written in the present form.
import { type Identity, type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, openWorkbench, profileOf } from '../../testing/workbench';

const ANA: Identity = 'userId:ana';
const CUSTOMER = customerIdOf(ANA);
const DAY = 86_400_000;

describeWith('postgres', 'standings of earlier versions', (part) => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench(part().url, 'scoring_earlier_rows');
    const within = { amount: 60, unit: 'days' } as const;
    const when = { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within } as const;
    await bench.rules.saveSegment({ id: 'active', name: 'active', rule: { version: 1, when } });
  }, 60_000);
  afterAll(() => bench.close());

  const state = async () => {
    const rows = await bench.open.query<{ state: string }>('select state from standing where customer_id = $1', [
      CUSTOMER,
    ]);
    return rows[0]!.state;
  };
  const standing = async () => (await bench.store.read([CUSTOMER])).standings.get(CUSTOMER)?.standing;

  it('are read as they were, changed, and written in the present form', async () => {
    await bench.scorer.score([profileOf([ANA], 1, [order(1, 'import', NOON - 1000 * DAY)])]);
    const before = await standing();
    expect(before?.segments.active).toEqual({ holds: true, next: { at: NOON - 940 * DAY, origin: 'import' } });
    const earlier = (await state()).replaceAll('"next":', '"flip":').replaceAll('"origin":', '"past":');
    await bench.open.query('update standing set state = $2 where customer_id = $1', [CUSTOMER, earlier]);

    expect(await standing()).toEqual(before);
    const signals = await bench.scorer.score([profileOf([ANA], 2, [order(2, 'live', NOON - DAY)])]);

    expect(signals.filter(({ subject }) => subject === 'active').map(({ kind, origin }) => [kind, origin])).toEqual([
      ['left', 'import'],
      ['entered', 'live'],
    ]);
    expect(await state()).not.toMatch(/"flip":|"past":/);
    expect((await standing())?.segments.active).toEqual({ holds: true, next: { at: NOON + 59 * DAY } });
  });
});

function order(number: number, origin: 'import' | 'live', occurredAt: number): NumberedTouchpoint {
  return {
    v: 1,
    identity: ANA,
    source: 'shop',
    id: String(number),
    type: 'track',
    event: 'Order Completed',
    ids: [ANA],
    properties: { order_id: String(number), total: '10.00' },
    context: {},
    digest: 'd',
    number,
    ...{ occurredAt, recordedAt: NOON, origin, cause: null },
  };
}
