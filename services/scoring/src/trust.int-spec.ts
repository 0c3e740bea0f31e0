// A public write key against a person known to a server source, through Postgres: segments on
// protected traits, previews of them, and the address that campaigns get.
import { type Bus, openBus, topicSpecs } from '@segue/bus';
import { type NumberedTouchpoint, type ProfileChanged, TOPICS, customerIdOf } from '@segue/contracts';
import { EMPTY_PART, headOf } from '@segue/parts';
import type { Condition } from '@segue/rules';
import { type Clock, ServiceTime } from '@segue/service';
import { type OpenDb, migrate, openDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import type { HistoryReader } from './histories';
import { scoring } from './index';
import { Scorer } from './scorer';
import { ScoringRules } from './scoring.rules';
import { SignalOutbox } from './signal.outbox';
import { StandingReader } from './standing.reader';
import { StandingStore } from './standing.store';

const SCHEMA = 'scoring_trust';
const NOON = Date.UTC(2026, 10, 22, 12);
const ANA = 'userId:ana';
const VISITOR = 'anonymousId:visitor';
const brand = { currency: 'USD', zone: 'UTC' };
const clock: Clock = { now: () => NOON };
const noHistories = { of: async () => new Map() } as unknown as HistoryReader;
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

const profile = (version: number, touchpoints: NumberedTouchpoint[]): ProfileChanged => ({
  v: 1,
  customer: customerIdOf(ANA),
  version,
  identities: [ANA, VISITOR],
  head: headOf(EMPTY_PART, brand),
  touchpoints,
  absorbed: [],
  occurredAt: NOON,
  recordedAt: NOON,
  origin: 'live',
  cause: null,
});

describeWith('postgres', 'a public write key and the segments of a known person', (part) => {
  let open: OpenDb;
  let bus: Bus;
  let rules: ScoringRules;
  let scorer: Scorer;
  let reader: StandingReader;

  beforeAll(async () => {
    const { url } = part();
    const admin = openDb({ url, schema: 'public' });
    await admin.query(`drop schema if exists ${SCHEMA} cascade`);
    await admin.close();
    await migrate(url, SCHEMA, scoring.migrations);
    open = openDb({ url, schema: SCHEMA });
    bus = openBus({ databaseUrl: url, clientId: 'scoring-trust', log: () => undefined });
    await bus.ensureTopics(topicSpecs(TOPICS));
    const store = new StandingStore(open);
    rules = new ScoringRules(open, clock, brand);
    const unread = { group: 'scoring', input: null, output: null };
    const time = new ServiceTime({ db: open, bus, clock, ...unread, log: () => undefined });
    scorer = new Scorer(store, rules, new SignalOutbox(store, bus), time, clock);
    reader = new StandingReader(open, store, noHistories);
    await rules.saveSegment({ id: 'theirs', name: 'theirs', rule: rule(addressed('ana@example.com')) });
    await rules.saveSegment({ id: 'foreign', name: 'foreign', rule: rule(addressed('mallory@example.net')) });
    await rules.hear({
      v: 1,
      campaign: 'c',
      version: 1,
      active: true,
      touchpoints: ['identify'],
      occurredAt: NOON,
      recordedAt: NOON,
      origin: 'live',
      cause: null,
    });
  }, 60_000);
  afterAll(async () => {
    await bus.close();
    await open.close();
  });

  it('moves no customer, and sends no message elsewhere', async () => {
    const told = [
      ...(await scorer.score([profile(1, [said(ANA, 'server', 1, { email: 'ana@example.com' })])])),
      ...(await scorer.score([profile(2, [said(ANA, 'public', 2, { email: 'mallory@example.net' })])])),
      ...(await scorer.score([profile(3, [said(VISITOR, 'public', 1, { email: null })])])),
    ];

    expect(told.filter(({ kind }) => kind !== 'tier').map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'entered theirs',
      'touchpoint identify',
      'touchpoint identify',
      'touchpoint identify',
    ]);
    expect(told.map(({ head }) => head.traits)).toEqual(told.map(() => ({ email: 'ana@example.com' })));
    const book = await rules.read();
    const { held } = (await reader.explain(customerIdOf(ANA), book, NOON))!;
    expect(held).toEqual({ theirs: { because: [expect.objectContaining({ value: 'ana@example.com' })], until: null } });
    // Previews of any trait need no histories.
    const preview = async (value: string) => (await reader.count(rule(addressed(value)), book, NOON)).matching;
    expect([await preview('ana@example.com'), await preview('mallory@example.net')]).toEqual([1, 0]);
    expect((await reader.count(rule({ kind: 'trait', name: 'phone', is: 'unknown' }), book, NOON)).matching).toBe(1);
  });
});
