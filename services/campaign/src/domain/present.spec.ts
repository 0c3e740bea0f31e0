import fc from 'fast-check';
import { NOON, head, planOf, resumedPlanOf, NOBODY, rules, signal, visit, winBack } from '../../testing/builders';
import type { Trigger } from './campaign';
import { type Present, joined, presentIn, stillHolds } from './present';

const standing = (over: object = {}) => ({ ...signal().standing, ...over });
const presentWith = (over: Partial<Present>): Present => ({ ...presentIn(signal()), ...over });
const cause = (over: object = {}) => ({ to: null, because: {}, ...over });

describe('what is looked at again after a wait', () => {
  const completed: Trigger = { on: 'touchpoint', event: 'Order Completed' };
  const o1 = cause({ because: { order_id: 'o1' } });
  const toMvc = cause({ to: 'MVC' });

  it.each<[string, Trigger, ReturnType<typeof cause>, Partial<Present>, boolean]>([
    [
      'still in the segment',
      { on: 'entered', segment: 'a' },
      cause(),
      { standing: standing({ segments: ['a'] }) },
      true,
    ],
    ['left since', { on: 'entered', segment: 'a' }, cause(), { standing: standing() }, false],
    ['still outside', { on: 'left', segment: 'a' }, cause(), { standing: standing({ segments: ['b'] }) }, true],
    ['came back', { on: 'left', segment: 'a' }, cause(), { standing: standing({ segments: ['a'] }) }, false],
    [
      'still in the tier',
      { on: 'tier', scheme: 'value' },
      toMvc,
      { standing: standing({ tiers: { value: 'MVC' } }) },
      true,
    ],
    [
      'in another tier',
      { on: 'tier', scheme: 'value' },
      toMvc,
      { standing: standing({ tiers: { value: 'MGC' } }) },
      false,
    ],
    ['order stands', completed, o1, { cancelled: ['o2'] }, true],
    ['order cancelled', completed, o1, { cancelled: ['o1'] }, false],
    ['a cancellation stays one', { on: 'touchpoint', event: 'Order Cancelled' }, o1, { cancelled: ['o1'] }, true],
    ['happened for good', { on: 'touchpoint', event: 'Store Visited' }, cause(), { cancelled: ['o1'] }, true],
  ])('%s', (_, trigger, from, present, holds) => {
    expect(stillHolds(trigger, from, presentWith(present)).holds).toBe(holds);
  });
});

describe('what was last heard', () => {
  const heard = fc
    .record({ number: fc.nat(9), order: fc.option(fc.constantFrom('o1', 'o2', 'o3')) })
    .map(({ number, order }) =>
      presentIn(
        visit('userId:u1', {
          number,
          head: head({ touchpoints: number }),
          ...(order !== null && { subject: 'Order Cancelled', because: { order_id: order } }),
        }),
      ),
    );
  const told = ({ head: { touchpoints }, cancelled }: Present) => ({ touchpoints, cancelled: [...cancelled].sort() });

  it('is the same in any order and any number of times', () => {
    fc.assert(
      fc.property(fc.array(heard, { minLength: 1, maxLength: 6 }), fc.nat(), (all, turn) => {
        const join = (some: Present[]) => told(some.reduce<Present | undefined>(joined, undefined) as Present);
        const shift = turn % all.length;
        const shuffled = [...all.slice(shift), ...all.slice(0, shift), ...all].reverse();
        expect(join(shuffled)).toEqual(join(all));
      }),
    );
  });

  it('counts while history is replayed only up to the end of the wait', () => {
    const quiet = { cap: null, quietHours: { from: '21:00', to: '08:00' }, globalControl: 0 };
    const given = rules({ campaigns: [winBack({ webhook: 'shop' })], limits: quiet });
    const night = NOON - 6 * 3_600_000;
    const instants = { ofSignal: (at: number) => at, ofWait: (at: number) => at };
    const first = planOf([signal({ occurredAt: night })], NOBODY, given, instants);
    const known = { ...NOBODY, contacts: first.contacts, waiting: first.waitingAdded };
    const back = (occurredAt: number) =>
      signal({ kind: 'entered', number: 2, occurredAt, standing: standing({ segments: ['active'] }) });
    const reasons = (at: number) => planOf([back(at)], known, given, instants).decisions.map(({ reason }) => reason);

    // 08:00 is two hours after the night's signal.
    expect(reasons(NOON)).toEqual(['sent']);
    const remembered = planOf([back(night + 1)], known, given, instants);
    expect(remembered.decisions).toEqual([]);
    const later = { ...known, present: remembered.present as Map<string, Present> };
    expect(resumedPlanOf(known.waiting, later, given, instants).decisions).toMatchObject([{ reason: 'no-longer' }]);
  });
});
