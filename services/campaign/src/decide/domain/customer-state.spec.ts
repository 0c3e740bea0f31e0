import fc from 'fast-check';
import {
  NOON,
  campaign,
  head,
  planOf,
  resumedPlanOf,
  NOTHING_KNOWN,
  rules,
  signal,
  visit,
  winBack,
} from '../../../testing/builders';
import type { Trigger } from '../../journeys/domain/trigger';
import { type CustomerState, joined, stateIn, stillHolds, storedState } from './customer-state';

const standing = (over: object = {}) => ({ ...signal().standing, ...over });
const stateWith = (over: Partial<CustomerState>): CustomerState => ({ ...stateIn(signal()), ...over });
const cause = (over: object = {}) => ({ to: null, because: {}, ...over });

const orderState = (id: string, isCancelled: boolean) => ({ orders: { [id]: { at: NOON, isCancelled } } });
const cancelled = (id: string) => orderState(id, true);

describe('the trigger after a wait', () => {
  const completed: Trigger = { on: 'touchpoint', event: 'Order Completed' };
  const o1 = cause({ because: { order_id: 'o1' } });
  const placed: Trigger = { on: 'order', is: 'placed' };
  const n1 = cause({ because: { id: 'o1' } });
  const toMvc = cause({ to: 'MVC' });

  it.each<[string, Trigger, ReturnType<typeof cause>, Partial<CustomerState>, boolean]>([
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
    ['order stands', completed, o1, cancelled('o2'), true],
    ['order cancelled', completed, o1, cancelled('o1'), false],
    ['a cancellation stays one', { on: 'touchpoint', event: 'Order Cancelled' }, o1, cancelled('o1'), true],
    ['happened for good', { on: 'touchpoint', event: 'Store Visited' }, cause(), cancelled('o1'), true],
    ['completed again', completed, o1, orderState('o1', false), true],
    ['placed order stands', placed, n1, cancelled('o2'), true],
    ['placed order cancelled', placed, n1, cancelled('o1'), false],
    ['placed order completed again', placed, n1, orderState('o1', false), true],
    ['placed order named as what objects inherit', placed, cause({ because: { id: 'constructor' } }), {}, true],
    ['changed order cancelled', { on: 'order', is: 'changed' }, n1, cancelled('o1'), false],
    ['a refund stays one', { on: 'order', is: 'refunded' }, n1, cancelled('o1'), true],
    ['a cancellation of an order stays one', { on: 'order', is: 'cancelled' }, n1, orderState('o1', false), true],
  ])('%s', (_, trigger, from, state, holds) => {
    expect(stillHolds(trigger, from, stateWith(state)).holds).toBe(holds);
  });
});

describe('the latest state of a customer', () => {
  const someState = fc
    .record({
      number: fc.nat(9),
      order: fc.option(fc.constantFrom('o1', 'o2', 'o3')),
      subject: fc.constantFrom('Order Cancelled', 'Order Completed'),
      minutes: fc.nat(3),
    })
    .map(({ number, order, subject, minutes }) =>
      stateIn(
        visit('userId:u1', {
          number,
          head: head({ touchpoints: number }),
          occurredAt: NOON + minutes * 60_000,
          ...(order !== null && { subject, because: { order_id: order } }),
        }),
      ),
    );
  const shown = ({ head: { touchpoints }, orders }: CustomerState) => ({ touchpoints, orders });

  it('is the same in any order and any number of times', () => {
    fc.assert(
      fc.property(fc.array(someState, { minLength: 1, maxLength: 6 }), fc.nat(), (all, turn) => {
        const join = (some: CustomerState[]) =>
          shown(some.reduce<CustomerState | undefined>(joined, undefined) as CustomerState);
        const shift = turn % all.length;
        const shuffled = [...all.slice(shift), ...all.slice(0, shift), ...all].reverse();
        expect(join(shuffled)).toEqual(join(all));
      }),
    );
  });

  it('takes the latest state of an order by the time of the event', () => {
    const at = (minutes: number, subject: string) =>
      stateIn(visit('userId:u1', { occurredAt: NOON + minutes, subject, because: { order_id: 'o1' } }));
    const latest = joined(joined(at(2, 'Order Completed'), at(1, 'Order Cancelled')), at(0, 'Order Completed'));
    expect(latest.orders).toEqual({ o1: { at: NOON + 2, isCancelled: false } });
    expect(joined(at(1, 'Order Completed'), at(1, 'Order Cancelled')).orders.o1?.isCancelled).toBe(true);
  });

  it('keeps cancellations that an older version stored', () => {
    const { orders: _, ...older } = stateIn(signal());
    const stored = storedState(JSON.stringify({ ...older, cancelled: ['o1'] }));
    const completed = stateIn(visit('userId:u1', { subject: 'Order Completed', because: { order_id: 'o1' } }));
    const trigger = { on: 'order', is: 'placed' } as const;
    expect(stillHolds(trigger, cause({ because: { id: 'o1' } }), joined(stored, completed)).holds).toBe(false);
  });

  it('counts while history is replayed only up to the end of the wait', () => {
    const quiet = { cap: null, quietHours: { from: '21:00', to: '08:00' }, globalControl: 0 };
    const given = rules({ campaigns: [winBack({ webhook: 'shop' })], limits: quiet });
    const night = NOON - 6 * 3_600_000;
    const instants = { ofSignal: (at: number) => at, ofWait: (at: number) => at };
    const first = planOf([signal({ occurredAt: night })], NOTHING_KNOWN, given, instants);
    const known = { ...NOTHING_KNOWN, contacts: first.contacts, due: first.waiting };
    const back = (occurredAt: number) =>
      signal({ kind: 'entered', number: 2, occurredAt, standing: standing({ segments: ['active'] }) });
    const reasons = (at: number) => planOf([back(at)], known, given, instants).decisions.map(({ reason }) => reason);

    // 08:00 is two hours after the night's signal.
    expect(reasons(NOON)).toEqual(['sent']);
    const remembered = planOf([back(night + 1)], known, given, instants);
    expect(remembered.decisions).toEqual([]);
    const later = { ...known, states: remembered.states as Map<string, CustomerState> };
    expect(resumedPlanOf(known.due, later, given, instants).decisions).toMatchObject([{ reason: 'no-longer' }]);
  });

  it('lets a message about an order go out if the order stands when the wait ends', () => {
    const quiet = { cap: null, quietHours: { from: '21:00', to: '08:00' }, globalControl: 0 };
    const thanks = campaign({ webhook: 'shop', trigger: { on: 'order', is: 'placed' } });
    const given = rules({ campaigns: [thanks], limits: quiet });
    const night = NOON - 6 * 3_600_000;
    const instants = { ofSignal: (at: number) => at, ofWait: (at: number) => at };
    const placed = signal({ kind: 'order', subject: 'placed', because: { id: 'o1' }, occurredAt: night });
    const first = planOf([placed], NOTHING_KNOWN, given, instants);
    expect(first.decisions).toMatchObject([{ outcome: 'deferred' }]);
    const reported = (subject: string, minutes: number) =>
      visit('userId:u1', { number: 1 + minutes, subject, because: { order_id: 'o1' }, occurredAt: night + minutes });
    const endsAfter = (...signals: ReturnType<typeof visit>[]) => {
      const known = { ...NOTHING_KNOWN, contacts: first.contacts, due: first.waiting };
      const { states } = planOf(signals, known, given, instants);
      const later = { ...known, states: states as Map<string, CustomerState> };
      return resumedPlanOf(known.due, later, given, instants).decisions.map(({ reason }) => reason);
    };

    const cancelled = reported('Order Cancelled', 1);
    expect(endsAfter(cancelled)).toEqual(['no-longer']);
    expect(endsAfter(cancelled, reported('Order Completed', 2))).toEqual(['sent']);
    expect(endsAfter(reported('Order Completed', 2), cancelled)).toEqual(['sent']);
  });
});
