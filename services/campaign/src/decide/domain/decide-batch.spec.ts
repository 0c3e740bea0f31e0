import fc from 'fast-check';
import type { Signal } from '@segue/contracts';
import { NOTHING_KNOWN, planOf, resumedPlanOf, rules, signal, winBack } from '../../../testing/builders';
import { type KnownContacts, type Plan } from './batch';
import { relevantSignals } from './relevance';
import { withContent } from './decide-batch';
import { MAX_WAITING } from './decide';
import { DEFAULT_LIMITS } from '../../limits/domain/restraint';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// In the middle of the quiet hours.
const MIDNIGHT = Date.UTC(1997, 3, 1);

const onReplay = winBack({ webhook: 'shop', againAfterDays: 30, accepts: ['live', 'replay'] });
const usual = rules({ campaigns: [onReplay], limits: DEFAULT_LIMITS });

const left = (number: number, occurredAt: number) => signal({ number, occurredAt });

/** A replay whose marks have reached `mark` already. */
const replayedTo = (mark: number) => ({
  ofSignal: (occurredAt: number) => Math.max(occurredAt, mark),
  ofWait: (dueAt: number) => dueAt,
});

const inWords = ({ leg, outcome, reason, decidedAt }: ReturnType<typeof planOf>['decisions'][number]) =>
  `${leg.split('-')[0]} ${outcome} ${reason} ${new Date(decidedAt).toISOString()}`;

describe('a wait', () => {
  /** What is known once the first batch is saved. */
  const afterwards = (): KnownContacts => {
    const { contacts, waiting } = planOf([left(1, MIDNIGHT)], NOTHING_KNOWN, usual, replayedTo(0));
    return { ...NOTHING_KNOWN, contacts, due: waiting };
  };

  it('is over at its end, though the marks of a replay have passed it by days', () => {
    const known = afterwards();
    const [wait] = known.due;
    const { decisions } = resumedPlanOf([wait!], known, usual, replayedTo(MIDNIGHT + 10 * DAY));

    expect(decisions.map(inWords)).toEqual([`resume sent sent ${new Date(wait!.dueAt).toISOString()}`]);
  });

  it('is over before what came after it is decided, at its own instant', () => {
    const known = afterwards();
    const [wait] = known.due;
    const later = left(2, MIDNIGHT + 12 * HOUR);
    const { decisions } = planOf([later], known, usual, replayedTo(MIDNIGHT + 10 * HOUR));

    expect(decisions.map(inWords)).toEqual([
      `resume sent sent ${new Date(wait!.dueAt).toISOString()}`,
      'start held again 1997-04-01T12:00:00.000Z',
    ]);
  });

  it('ends in one order with others of the same instant, whichever was stored first', () => {
    const both = rules({
      campaigns: [onReplay, { ...onReplay, id: 'another' }],
      limits: { ...DEFAULT_LIMITS, cap: { messages: 1, days: 7 } },
    });
    const { contacts, waiting } = planOf([left(1, MIDNIGHT)], NOTHING_KNOWN, both, replayedTo(0));
    const ends = [waiting, waiting.toReversed()].map((due) =>
      resumedPlanOf(due, { ...NOTHING_KNOWN, contacts, due }, both, replayedTo(0)).decisions.map(
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
    const [wait] = known.due;
    const now = () => wait!.dueAt + DAY;
    const { decisions } = resumedPlanOf([wait!], known, usual, { ofSignal: now, ofWait: now });

    expect(decisions[0]).toMatchObject({ outcome: 'held', reason: 'history' });
  });
});

describe('several waits of one customer', () => {
  // One campaign for each segment, for customers who enter it and are still in it in the morning.
  const SEGMENTS = ['a', 'b', 'c'];
  const entering = SEGMENTS.map((segment) => winBack({ id: segment, trigger: { on: 'entered', segment } }));
  const quiet = rules({ campaigns: entering, limits: { ...DEFAULT_LIMITS, cap: null } });
  const night = replayedTo(0);

  /** What is stored once a plan is saved. */
  function saved(known: KnownContacts, plan: Plan): KnownContacts {
    const states = new Map(known.states);
    for (const [identity, one] of plan.states) {
      if (one === null) states.delete(identity);
      else states.set(identity, one);
    }
    const contacts = new Map([...known.contacts, ...plan.contacts]);
    return { ...known, contacts, states, due: [...known.due, ...plan.waiting] };
  }

  /** Signals of a customer who goes into segments, and out of those they are in. */
  function story(turns: readonly string[]) {
    const segments = new Set<string>();
    return turns.map((subject, place) => {
      const isIn = segments.delete(subject);
      if (!isIn) segments.add(subject);
      const standing = { ...signal().standing, segments: [...segments] };
      const occurredAt = MIDNIGHT + place;
      return signal({ number: place + 1, kind: isIn ? 'left' : 'entered', subject, standing, occurredAt });
    });
  }

  /** The signals in batches, with a new one wherever `cuts` says so. */
  function cutUp(signals: readonly Signal[], cuts: readonly boolean[]): Signal[][] {
    const batches: Signal[][] = [[]];
    for (const [place, one] of signals.entries()) {
      if (cuts[place]) batches.push([]);
      batches.at(-1)!.push(one);
    }
    return batches;
  }

  it('all end by the latest signal, however the signals were cut into batches', () => {
    const turns = fc.array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(turns, fc.array(fc.boolean()), (given, cuts) => {
        const signals = story(given);
        let known = NOTHING_KNOWN;
        for (const batch of cutUp(signals, cuts)) {
          const waiting = new Set(known.due.map(({ identity }) => identity));
          const relevant = relevantSignals(batch, quiet.campaigns, waiting);
          if (relevant.length > 0) known = saved(known, planOf(relevant, known, quiet, night));
        }
        const { decisions } = resumedPlanOf(known.due, known, quiet, replayedTo(MIDNIGHT + DAY));

        const inAtLast = signals.at(-1)!.standing.segments;
        for (const { campaign, outcome } of decisions) {
          expect([campaign, outcome === 'sent']).toEqual([campaign, inAtLast.includes(campaign)]);
        }
      }),
    );
  });
});

describe('the maximum number of waits', () => {
  const quiet = rules({ campaigns: [onReplay], limits: { ...DEFAULT_LIMITS, cap: null } });
  const reasons = ({ decisions }: ReturnType<typeof planOf>) => decisions.map(({ reason }) => reason);

  it('holds back a decision beyond it', () => {
    const many = Array.from({ length: MAX_WAITING * 10 }, (_, n) => left(n + 1, MIDNIGHT));
    const plan = planOf(many, NOTHING_KNOWN, quiet, replayedTo(0));

    expect(plan.waiting).toHaveLength(MAX_WAITING);
    expect(new Set(reasons(plan).slice(0, MAX_WAITING))).toEqual(new Set(['quiet-hours']));
    expect(new Set(reasons(plan).slice(MAX_WAITING))).toEqual(new Set(['too-many-waiting']));
  });

  it('counts those that are not loaded', () => {
    const known = {
      ...NOTHING_KNOWN,
      waitingLater: new Map([['userId:u1', Array.from({ length: MAX_WAITING - 1 }, () => 'another')]]),
    };
    const plan = planOf([left(1, MIDNIGHT), left(2, MIDNIGHT)], known, quiet, replayedTo(0));

    expect(reasons(plan)).toEqual(['quiet-hours', 'too-many-waiting']);
  });
});

describe('content', () => {
  const twice = rules({
    campaigns: [onReplay, { ...onReplay, id: 'another' }],
    limits: { ...DEFAULT_LIMITS, cap: { messages: 1, days: 7 }, quietHours: null },
  });
  const planned = (failures = new Map()) => planOf([left(1, MIDNIGHT)], NOTHING_KNOWN, twice, replayedTo(0), failures);

  it('is rendered for messages that are sent, and becomes part of the action', () => {
    const plan = planned();
    const [rendering] = plan.renderings;
    const { decisions } = withContent(plan, new Map([[rendering!.id, { subject: 'S', body: 'B' }]]));

    expect(plan.renderings).toHaveLength(1);
    expect(decisions.map(({ effects }) => effects[0]?.content)).toEqual([
      { subject: 'S', body: 'B', data: { signal: 'left', subject: 'active', to: null } },
      undefined,
    ]);
  });

  it('that fails to render holds the message back and frees its place under the cap', () => {
    const failure = { error: 'render', field: 'body' as const, line: 3, column: 1 };
    const { decisions, renderings } = planned(new Map([[planned().renderings[0]!.id, failure]]));

    expect(decisions.map(({ reason }) => reason)).toEqual(['content', 'sent']);
    expect(decisions[0]?.checks.at(-1)).toEqual({ check: 'content', passed: false, detail: failure });
    expect(renderings.map(({ campaign }) => campaign)).toEqual(['another']);
  });
});
