import { NOBODY, rules, signal, winBack } from '../../testing/builders';
import { type Known, decideBatch, resumeBatch } from './decide-batch';
import { DEFAULT_LIMITS } from './restraint';

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

const inWords = ({ step, outcome, reason, decidedAt }: ReturnType<typeof decideBatch>['decisions'][number]) =>
  `${step.split('-')[0]} ${outcome} ${reason} ${new Date(decidedAt).toISOString()}`;

describe('a wait', () => {
  /** What is known once the first batch is saved. */
  const afterwards = (): Known => {
    const { contacts, waitingAdded } = decideBatch([left(1, MIDNIGHT)], NOBODY, usual, replayedTo(0));
    return { ...NOBODY, contacts, waiting: waitingAdded };
  };

  it('is over at its end, though the marks of a replay have passed it by days', () => {
    const known = afterwards();
    const [wait] = known.waiting;
    const { decisions } = resumeBatch([wait!], known, usual, replayedTo(MIDNIGHT + 10 * DAY));

    expect(decisions.map(inWords)).toEqual([`resume sent sent ${new Date(wait!.dueAt).toISOString()}`]);
  });

  it('is over before what came after it is decided, at its own instant', () => {
    const known = afterwards();
    const [wait] = known.waiting;
    const later = left(2, MIDNIGHT + 12 * HOUR);
    const { decisions } = decideBatch([later], known, usual, replayedTo(MIDNIGHT + 10 * HOUR));

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
    const { contacts, waitingAdded } = decideBatch([left(1, MIDNIGHT)], NOBODY, both, replayedTo(0));
    const ends = [waitingAdded, waitingAdded.toReversed()].map((waiting) =>
      resumeBatch(waiting, { ...NOBODY, contacts, waiting }, both, replayedTo(0)).decisions.map(
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
    const { decisions } = resumeBatch([wait!], known, usual, { ofSignal: now, ofWait: now });

    expect(decisions[0]).toMatchObject({ outcome: 'held', reason: 'history' });
  });
});
