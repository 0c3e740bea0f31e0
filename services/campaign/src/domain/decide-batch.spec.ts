import type { Signal } from '@segue/contracts';
import type { Campaign } from './campaign';
import { type Known, type Rules, decideBatch, resumeBatch } from './decide-batch';
import { DEFAULT_LIMITS } from './restraint';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// In the middle of the quiet hours.
const MIDNIGHT = Date.UTC(1997, 3, 1);

const winBack: Campaign = {
  id: 'win-back',
  version: 1,
  state: 'running',
  name: 'Win back',
  trigger: { on: 'left', segment: 'active' },
  class: 'marketing',
  channel: 'webhook',
  webhook: 'shop',
  delivery: 'send',
  content: { subject: 'We miss you', body: 'Come back' },
  control: 0,
  againAfterDays: 30,
  accepts: ['live', 'replay'],
};

const rules: Rules = {
  campaigns: [winBack],
  limits: DEFAULT_LIMITS,
  brandZone: 'UTC',
  render: (content) => content,
};

const nobody: Known = { contacts: new Map(), decided: new Set(), waiting: [] };

function left(number: number, occurredAt: number, given: Partial<Signal> = {}): Signal {
  return {
    v: 1,
    id: `c1:${number}`,
    customer: 'c1',
    kind: 'left',
    subject: 'active',
    number,
    from: null,
    to: null,
    because: [],
    version: 1,
    identities: ['userId:u1'],
    absorbed: [],
    head: {
      traits: {},
      consents: { 'webhook/marketing': { granted: true, at: 1 } },
      firstSeen: 1,
      lastSeen: 1,
      touchpoints: 1,
      orders: 0,
      money: { currency: 'USD', gross: 0, refunded: 0, net: 0 },
      purchaseDays: { count: 0, first: null, last: null, repeatSpend: 0 },
      timeZone: null,
      locale: null,
    },
    standing: { tiers: {}, segments: [], expectedRevenue: 0, netMargin: 0, pAlive: 0 },
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: { kind: 'due', id: 'due', depth: 1 },
    ...given,
  };
}

/** A replay whose marks have reached `mark` already. */
const replayedTo = (mark: number) => ({
  ofSignal: (occurredAt: number) => Math.max(occurredAt, mark),
  ofWait: (dueAt: number) => dueAt,
});

const inWords = ({ step, outcome, reason, decidedAt }: ReturnType<typeof decideBatch>['decisions'][number]) =>
  `${step.split('-')[0]} ${outcome} ${reason} ${new Date(decidedAt).toISOString()}`;

describe('a wait', () => {
  /** What is known once the first batch is saved. */
  const afterwards = (): Known => {
    const { contacts, waitingAdded } = decideBatch([left(1, MIDNIGHT)], nobody, rules, replayedTo(0));
    return { ...nobody, contacts, waiting: waitingAdded };
  };

  it('is over at its end, though the marks of a replay have passed it by days', () => {
    const known = afterwards();
    const [wait] = known.waiting;
    const { decisions } = resumeBatch([wait!], known, rules, replayedTo(MIDNIGHT + 10 * DAY));

    expect(decisions.map(inWords)).toEqual([`resume sent sent ${new Date(wait!.dueAt).toISOString()}`]);
  });

  it('is over before what came after it is decided, at its own instant', () => {
    const known = afterwards();
    const [wait] = known.waiting;
    const later = left(2, MIDNIGHT + 12 * HOUR);
    const { decisions } = decideBatch([later], known, rules, replayedTo(MIDNIGHT + 10 * HOUR));

    expect(decisions.map(inWords)).toEqual([
      `resume sent sent ${new Date(wait!.dueAt).toISOString()}`,
      'start held again 1997-04-01T12:00:00.000Z',
    ]);
  });

  it('ends in one order with others of the same instant, whichever was stored first', () => {
    const both: Rules = {
      ...rules,
      campaigns: [winBack, { ...winBack, id: 'another' }],
      limits: { ...rules.limits, cap: { messages: 1, days: 7 } },
    };
    const { contacts, waitingAdded } = decideBatch([left(1, MIDNIGHT)], nobody, both, replayedTo(0));
    const ends = [waitingAdded, waitingAdded.toReversed()].map((waiting) =>
      resumeBatch(waiting, { ...nobody, contacts, waiting }, both, replayedTo(0)).decisions.map(
        ({ campaign, reason }) => `${campaign} ${reason}`,
      ),
    );

    expect(ends).toEqual([
      ['another sent', 'win-back cap'],
      ['another sent', 'win-back cap'],
    ]);
  });

  it('that ended more than a day ago by the wall clock is history', () => {
    const known = afterwards();
    const [wait] = known.waiting;
    const now = () => wait!.dueAt + DAY;
    const { decisions } = resumeBatch([wait!], known, rules, { ofSignal: now, ofWait: now });

    expect(decisions[0]).toMatchObject({ outcome: 'held', reason: 'history' });
  });
});
