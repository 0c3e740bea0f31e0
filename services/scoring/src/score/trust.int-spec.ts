// A public write key against a person known to a server source, through Postgres: segments on
// protected traits, previews of them, and the address that campaigns get.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import type { Condition } from '@segue/rules';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, listeningTo, openWorkbench, profileOf } from '../../testing/workbench';

const SCHEMA = 'scoring_trust';
const ANA = 'userId:ana';
const VISITOR = 'anonymousId:visitor';
const addressed = (value: string): Condition => ({ kind: 'trait', name: 'email', is: 'equal', value });
const rule = (when: Condition) => ({ version: 1 as const, when });

let count = 0;
function said(by: string, trust: 'server' | 'public', number: number, properties: object): NumberedTouchpoint {
  const at = NOON - 1_000 + ++count;
  return {
    v: 1,
    identity: by,
    source: trust === 'server' ? 'shop' : 'src_web',
    trust,
    id: `m${count}`,
    type: 'identify',
    event: 'identify',
    properties: { ...properties },
    ids: [by],
    context: {},
    digest: 'd',
    number,
    occurredAt: at,
    recordedAt: at,
    origin: 'live',
    cause: null,
  };
}

const profile = (version: number, touchpoints: NumberedTouchpoint[]) => profileOf([ANA, VISITOR], version, touchpoints);

describeWith('postgres', 'a public write key and the segments of a known person', (part) => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, SCHEMA);
    await bench.rules.saveSegment({ id: 'theirs', name: 'theirs', rule: rule(addressed('ana@example.com')) });
    await bench.rules.saveSegment({ id: 'foreign', name: 'foreign', rule: rule(addressed('mallory@example.net')) });
    await bench.rules.subscribe([listeningTo('identify')]);
  }, 60_000);
  afterAll(() => bench.close());

  it('moves no customer, and sends no message elsewhere', async () => {
    const told = [
      ...(await bench.scorer.score([profile(1, [said(ANA, 'server', 1, { email: 'ana@example.com' })])])),
      ...(await bench.scorer.score([profile(2, [said(ANA, 'public', 2, { email: 'mallory@example.net' })])])),
      ...(await bench.scorer.score([profile(3, [said(VISITOR, 'public', 1, { email: null })])])),
    ];

    expect(told.filter(({ kind }) => kind !== 'tier').map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'entered theirs',
      'touchpoint identify',
      'touchpoint identify',
      'touchpoint identify',
    ]);
    expect(told.map(({ head }) => head.traits)).toEqual(told.map(() => ({ email: 'ana@example.com' })));
    const book = await bench.rules.read();
    const { held } = (await bench.reader.explain(customerIdOf(ANA), book, NOON))!;
    expect(held).toEqual({ theirs: { because: [expect.objectContaining({ value: 'ana@example.com' })], until: null } });
    // Previews of any trait need no histories.
    const preview = async (value: string) => (await bench.previews.count(rule(addressed(value)), book, NOON)).matching;
    expect([await preview('ana@example.com'), await preview('mallory@example.net')]).toEqual([1, 0]);
    expect(
      (await bench.previews.count(rule({ kind: 'trait', name: 'phone', is: 'unknown' }), book, NOON)).matching,
    ).toBe(1);
  });
});
