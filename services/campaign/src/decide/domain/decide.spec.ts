import fc from 'fast-check';
import type { Head, Signal } from '@segue/contracts';
import { NOON, head, signal, winBack } from '../../../testing/builders';
import { triggeredBy } from '../../journeys/domain/trigger';
import { type Sent, sentTo } from '../../contacts/domain/contact';
import { type Circumstances } from './circumstances';
import { START, decisionId } from './decision';
import { decide } from './decide';
import { DEFAULT_LIMITS, quietUntil } from '../../limits/domain/restraint';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const byMail = winBack({ channel: 'email', delivery: 'outbox', againAfterDays: null });

/** Of a customer who may be written to by e-mail. */
const reachable = (over: Partial<Head> = {}) =>
  head({
    traits: { email: 'ana@example.com' },
    consents: { 'email/marketing': { granted: true, at: 1 } },
    timeZone: 'UTC',
    ...over,
  });

function decided(given: Partial<Circumstances> = {}, from: Partial<Signal> = {}) {
  const { decision } = decide(signal({ head: reachable(), ...from }), START, {
    campaign: byMail,
    sent: [],
    causer: 'userId:u1',
    limits: DEFAULT_LIMITS,
    now: NOON,
    brandZone: 'UTC',
    failures: new Map(),
    waiting: 0,
    mailboxes: new Map(),
    ...given,
  });
  return decision;
}

const sentAt = (...instants: number[]): readonly Sent[] =>
  sentTo(instants.map((at) => ({ sent: [{ id: `d${at}`, campaign: 'other', at, marketing: true }] })));

describe('decide', () => {
  it('sends, with every check on record', () => {
    const decision = decided();

    expect(decision).toMatchObject({ outcome: 'sent', effects: [{ channel: 'outbox', to: 'ana@example.com' }] });
    expect(decision.checks.map((check) => check.check)).toEqual([
      'history',
      'chain',
      'no-consent',
      'no-address',
      'cap',
      'quiet-hours',
    ]);
  });

  it.each<[string, Partial<Circumstances>, Partial<Signal>]>([
    ['history', {}, { origin: 'import' }],
    ['history', {}, { occurredAt: NOON - DAY }],
    ['chain', {}, { cause: { kind: 'due', id: 'x', depth: 5 } }],
    ['global-control', { limits: { ...DEFAULT_LIMITS, globalControl: 1 } }, {}],
    ['control', { campaign: { ...byMail, control: 1 } }, {}],
    ['no-consent', {}, { head: reachable({ consents: {} }) }],
    ['no-consent', {}, { head: reachable({ consents: { 'email/marketing': { granted: false, at: 2 } } }) }],
    ['no-address', {}, { head: reachable({ traits: {} }) }],
    ['again', { sent: [{ id: 'd', campaign: 'win-back', at: 1, marketing: true }] }, {}],
    ['cap', { sent: sentAt(NOON - 1, NOON - 2, NOON - 3) }, {}],
  ])('holds back for %s', (reason, given, from) => {
    expect(decided(given, from)).toMatchObject({ outcome: 'held', reason, effects: [] });
  });

  it.each<[string, Partial<Signal>, object]>([
    ['origin', { origin: 'import' }, { origin: 'import', isAccepted: false, ageMs: 0, isYoung: true }],
    ['age', { occurredAt: NOON - DAY }, { origin: 'live', isAccepted: true, ageMs: DAY, isYoung: false }],
    ['both', { origin: 'import', occurredAt: NOON - DAY }, { isAccepted: false, isYoung: false }],
  ])('says which condition of news failed: %s', (_, from, detail) => {
    const held = decided({}, from);
    expect(held.reason).toBe('history');
    expect(held.checks.at(-1)?.detail).toMatchObject({ ...detail, accepts: ['live'], mostMs: DAY });
  });

  it.each([
    ['Asia/Shanghai', 'Asia/Shanghai', 'customer'],
    ['Mars/Phobos', 'UTC', 'brand'],
    [null, 'UTC', 'brand'],
  ])('says by which zone quiet hours were looked at: %s', (timeZone, zone, zoneOf) => {
    const { checks } = decided({}, { head: reachable({ timeZone }) });
    expect(checks.at(-1)).toMatchObject({ check: 'quiet-hours', detail: { at: NOON, zone, zoneOf } });
  });

  const withdrawn = { consents: { 'email/marketing': { granted: false, at: 5 } }, lifts: [] };
  const mailbox = (over: object) => new Map([['email:ana@example.com', { consents: [], bounced: null, ...over }]]);

  it('holds back after a withdrawal of another customer with the same mailbox', () => {
    const decision = decided({ mailboxes: mailbox({ consents: [withdrawn] }) });

    expect(decision).toMatchObject({ outcome: 'held', reason: 'no-consent' });
    expect(decision.checks.at(-1)?.detail).toEqual({ consent: 'email/marketing', state: 'withdrawn', by: 'address' });
  });

  it('sends no marketing to an address that bounced, but service messages, and again to a new address', () => {
    const mailboxes = mailbox({ bounced: { at: 7, reason: 'SMTP 550' } });

    expect(decided({ mailboxes })).toMatchObject({ outcome: 'held', reason: 'bounced' });
    expect(decided({ mailboxes, campaign: { ...byMail, class: 'service' } }).outcome).toBe('sent');
    expect(decided({ mailboxes }, { head: reachable({ traits: { email: 'new@example.com' } }) }).outcome).toBe('sent');
  });

  it.each<[string, unknown, string[], string, string | undefined]>([
    ['a trait', " Ana.O'Brien@Example.com ", ['userId:u1'], 'sent', "ana.o'brien@example.com"],
    ['an e-mail identity', undefined, ['email:ana@example.com', 'anonymousId:a'], 'sent', 'ana@example.com'],
    ['the identity beside a trait that is none', 'call me', ['email:b@x.test', 'userId:u1'], 'sent', 'b@x.test'],
    ['no address', '', ['userId:u1'], 'no-address', undefined],
    ['two addresses in one', 'a@x.test,b@x.test', ['userId:u1'], 'bad-address', undefined],
    ['a name with an address', 'Ann <ann@x.test>', ['userId:u1'], 'bad-address', undefined],
  ])('writes to %s, or says what is wrong with it', (_, email, identities, reason, to) => {
    const decision = decided({}, { identities, head: reachable({ traits: { email } }) });

    expect(decision.reason).toBe(reason);
    expect(decision.effects[0]?.to).toBe(to);
  });

  it('draws control groups by what stays when a visitor signs in', () => {
    const halves = { campaign: { ...byMail, control: 0.5 } };
    const sides = (from: (device: string) => Partial<Signal>) =>
      Array.from({ length: 100 }, (_, device) => decided(halves, from(`anonymousId:${device}`)).outcome);
    const visitors = sides((bucketingId) => ({ bucketingId }));

    expect(new Set(visitors)).toEqual(new Set(['held', 'sent']));
    expect(sides((bucketingId) => ({ bucketingId, identities: ['userId:ana', bucketingId] }))).toEqual(visitors);
  });

  it('waits for the end of quiet hours in the zone of the customer', () => {
    const decision = decided({}, { head: reachable({ timeZone: 'Asia/Shanghai' }), occurredAt: NOON });
    // 12:00 UTC is 20:00 in Shanghai: not quiet yet.
    expect(decision.outcome).toBe('sent');

    const late = decided({ now: NOON + 2 * HOUR }, { head: reachable({ timeZone: 'Asia/Shanghai' }) });
    expect(late).toMatchObject({ outcome: 'deferred', reason: 'quiet-hours', dueAt: NOON + 12 * HOUR });
  });

  it('lets a service message pass consent, caps, quiet hours and control groups', () => {
    const decision = decided(
      {
        campaign: { ...byMail, class: 'service', control: 1 },
        sent: sentAt(NOON - 1, NOON - 2, NOON - 3),
        limits: { ...DEFAULT_LIMITS, globalControl: 1 },
        now: NOON + 11 * HOUR,
      },
      { head: reachable({ consents: {} }) },
    );

    expect(decision).toMatchObject({ outcome: 'sent', effects: [{ class: 'service', consent: null }] });
  });

  it('holds back a message that fails to render, with the reason', () => {
    const failure = { error: 'render', field: 'body' as const, line: 3, column: 1 };
    const from = signal({ head: reachable() });
    const failures = new Map([[decisionId(byMail.id, from.id, START), failure]]);

    const decision = decided({ failures });

    expect(decision).toMatchObject({ outcome: 'held', reason: 'content', effects: [] });
    expect(decision.checks.at(-1)?.detail).toEqual(failure);
  });

  it('repeats only a short part of the properties of a touchpoint', () => {
    const { cause } = decided({}, { because: { note: 'x'.repeat(30_000) } });
    expect(JSON.stringify(cause).length).toBeLessThan(2_500);
  });

  it('names a decision by campaign, cause and leg, so that a repetition is the same one', () => {
    expect(decided({ now: NOON + 1 }).id).toBe(decided().id);
    expect(decided({}, { id: 'c1:8' }).id).not.toBe(decided().id);
  });
});

describe('quietUntil', () => {
  it('keeps to the clock on the wall when the clocks change', () => {
    // New York, 2026-11-01: at 02:00 the clocks go back, so the night has an hour more.
    const night = Date.UTC(2026, 10, 1, 3); // 23:00 on 31 October
    expect(quietUntil({ from: '21:00', to: '08:00' }, night, 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 13));
  });

  it('ends later than now, at the clock it names, and is quiet until then', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) }),
        fc.constantFrom('UTC', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'),
        (now, zone) => {
          const quiet = { from: '21:30', to: '08:15' };
          const until = quietUntil(quiet, now, zone);
          if (until === null) return;
          expect(until).toBeGreaterThan(now);
          expect(quietUntil(quiet, until, zone)).toBeNull();
          expect(quietUntil(quiet, until - 1, zone)).toBe(until);
        },
      ),
    );
  });
});

describe('what was sent', () => {
  it('joins in any order and any number of times to the same, forgotten ones included', () => {
    const sent = fc.constantFrom('a', 'b', 'c', 'd', 'e').map((id): Sent => ({
      id,
      campaign: id < 'c' ? 'x' : 'y',
      // Months apart: what is old is forgotten.
      at: id.charCodeAt(0) * 150 * DAY,
      marketing: true,
    }));
    const contact = fc
      .array(sent, { maxLength: 5 })
      .map((some) => ({ sent: sentTo(some.map((one) => ({ sent: [one] }))) }));
    fc.assert(
      fc.property(contact, contact, contact, (a, b, c) => {
        const joined = sentTo([a, { sent: sentTo([b, c]) }]);
        expect(sentTo([{ sent: sentTo([c, a]) }, b, a])).toEqual(joined);
        expect(sentTo([a, b, c])).toEqual(joined);
      }),
    );
  });
});

describe('triggeredBy', () => {
  it('is triggered by the moves that it names', () => {
    const up = signal({ kind: 'tier', subject: 'value', from: 'standard', to: 'MVC' });
    expect(triggeredBy({ on: 'tier', scheme: 'value', to: ['MVC'] }, up)).toBe(true);
    expect(triggeredBy({ on: 'tier', scheme: 'value', to: ['BZ'] }, up)).toBe(false);
    expect(triggeredBy({ on: 'tier', scheme: 'value', from: ['BZ'] }, up)).toBe(false);
    expect(triggeredBy({ on: 'touchpoint', event: 'Visit' }, up)).toBe(false);
  });
});
