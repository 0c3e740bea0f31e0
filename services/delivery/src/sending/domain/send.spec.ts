import type { Action, ConsentState } from '@segue/contracts';
import { outcomeOf } from './end';
import { RETRY_PAUSES_S, endUnlessInDoubt, mayGo, pauseAfter } from './send';

const action: Action = {
  v: 2,
  kind: 'message',
  id: 'd1',
  customer: 'c1',
  identities: ['anonymousId:a', 'userId:u'],
  campaign: 'win-back',
  campaignVersion: 2,
  step: 'send',
  class: 'marketing',
  consent: 'email/marketing',
  channel: 'email',
  to: 'ana@example.com',
  content: { subject: '', body: '', data: {} },
  expiresAt: 1000,
  occurredAt: 0,
  recordedAt: 0,
  origin: 'live',
  cause: { kind: 'transition', id: 't', depth: 2 },
};
const consentWith = (granted: boolean): ConsentState => ({ 'email/marketing': { granted, at: 1 } });

describe('mayGo', () => {
  it('goes with the consent of any of the identities', () => {
    expect(mayGo(action, new Map([['userId:u', consentWith(true)]]), 0, 0)).toEqual({ kind: 'go' });
  });

  it('stops at any withdrawal, also with a grant of another identity', () => {
    const consents = new Map([
      ['userId:u', consentWith(true)],
      ['anonymousId:a', consentWith(false)],
    ]);
    expect(mayGo(action, consents, 0, 0)).toEqual({ kind: 'hold', reason: 'consent-withdrawn' });
  });

  it('stops at a withdrawal of another customer with the same address, until a later grant that counts for it', () => {
    const mine = new Map([['userId:u', consentWith(true)]]);
    const theirs = (granted: boolean, at: number, lifts: string[] = []) => ({
      consents: { 'email/marketing': { granted, at } },
      lifts,
    });
    const verdict = (...others: Parameters<typeof mayGo>[4] & object) => mayGo(action, mine, 0, 0, others).kind;

    expect(verdict(theirs(false, 5))).toBe('hold');
    expect(verdict(theirs(false, 5), theirs(true, 6))).toBe('hold');
    expect(verdict(theirs(true, 6, ['email/marketing']), theirs(false, 5))).toBe('go');
    expect(verdict(theirs(true, 5, ['email/marketing']), theirs(false, 5))).toBe('hold');
    expect(verdict({ consents: { 'email/sharing': { granted: false, at: 9 } }, lifts: [] })).toBe('go');
    expect(mayGo({ ...action, consent: null }, mine, 0, 0, [theirs(false, 5)]).kind).toBe('go');
  });

  it('waits a little for a consent that is not here yet, then holds back', () => {
    expect(mayGo(action, new Map(), 0, 10)).toEqual({ kind: 'wait' });
    expect(mayGo(action, new Map(), 0, 60_000)).toEqual({ kind: 'hold', reason: 'consent-unknown' });
  });

  it('needs no consent for a service message, but does not send what has expired', () => {
    const service: Action = { ...action, class: 'service', consent: null };
    expect(mayGo(service, new Map(), 0, 0)).toEqual({ kind: 'go' });
    expect(mayGo(service, new Map(), 1000, 0)).toEqual({ kind: 'hold', reason: 'expired' });
  });
});

describe('pauseAfter', () => {
  const service: Action = { ...action, class: 'service', consent: null, expiresAt: null };
  const LAST = RETRY_PAUSES_S.length;
  const DAY_MS = 24 * 3_600_000;

  it('grows, is spread by the id, and ends', () => {
    const pauses = RETRY_PAUSES_S.map((_, n) => pauseAfter(n + 1, service, 0) as number);
    expect(pauses[0]).toBeGreaterThanOrEqual(3_750);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1.25 * 3_600_000);
    expect(pauseAfter(1, service, 0)).not.toBe(pauseAfter(1, { ...service, id: 'd2' }, 0));
    expect(pauseAfter(LAST + 1, service, 0)).toBeNull();
  });

  it('gives a receiver that is down for a day the time to come back', () => {
    const shortest = RETRY_PAUSES_S.reduce((sum, pause) => sum + 0.75 * 1000 * pause, 0);
    expect(shortest).toBeGreaterThan(DAY_MS);
  });

  it('goes on until a marketing message expires, and checks it at its expiry', () => {
    const news: Action = { ...action, expiresAt: 10 * DAY_MS };
    expect(pauseAfter(LAST + 100, news, 0)).toBeGreaterThanOrEqual(0.75 * 3_600_000);
    expect(pauseAfter(LAST + 100, news, 10 * DAY_MS - 5)).toBe(5);
    expect(pauseAfter(LAST + 1, { ...news, expiresAt: null }, 0)).toBeNull();
  });

  it('waits as long as the receiver asks, never shorter than by itself', () => {
    expect(pauseAfter(1, service, 0, 20_000)).toBe(20_000);
    expect(pauseAfter(20, service, 0, 20_000)).toBe(pauseAfter(20, service, 0));
  });
});

describe('outcomeOf', () => {
  it('is the same touchpoint at every repetition, owned by the strongest identity', () => {
    const end = { action, status: 'sent' as const, reason: null, bounced: false, occurredAt: 5 };
    const first = outcomeOf(end, 6);
    expect(first).toMatchObject({ identity: 'userId:u', id: 'd1/sent', event: 'Message Sent', cause: { depth: 3 } });
    expect(outcomeOf(end, 9).digest).toBe(first.digest);
  });
});

describe('endUnlessInDoubt', () => {
  it('is indeterminate where a message may have arrived', () => {
    expect([endUnlessInDoubt('held', false), endUnlessInDoubt('failed', false)]).toEqual(['held', 'failed']);
    expect([endUnlessInDoubt('held', true), endUnlessInDoubt('failed', true)]).toEqual([
      'indeterminate',
      'indeterminate',
    ]);
  });
});
