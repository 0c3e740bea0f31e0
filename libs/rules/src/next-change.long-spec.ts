// The evaluator against a plain one that looks at the whole history at every instant.
import type { NumberedTouchpoint } from '@segue/contracts';
import { dayNamed, dayNumber, dayPosition, instantAtPosition, startOfDay } from '@segue/valuation';
import fc from 'fast-check';
import {
  CALENDAR_START,
  HISTORY_DAYS,
  SEEN_DAYS,
  type Zones,
  calendarConditions,
  calendarHistories,
  calendarZones,
} from '../testing/calendar-worlds';
import { type World, naivelyHolds } from '../testing/naive';
import { joinedOrders } from '../testing/orders';
import { traitsOf } from '../testing/touchpoints';
import {
  END,
  OTHER_SEGMENT,
  orderConditions,
  orderHistories,
  smallConditions,
  smallHistories,
  smallWorld,
  surroundings,
} from '../testing/worlds';
import { type CompiledRules, compile } from './compile/compile';
import { emptyFacts } from './facts/facts';
import { fold } from './facts/fold';
import type { Context } from './language/context';
import type { Verdict } from './language/judgement';
import type { Condition } from './language/rule';

/** Each condition is judged in several lives: to make and compile one costs more than a life. */
const LIVES = 5;
const SMALL_CASES = LIVES * cases(20_000);
const ORDER_CASES = LIVES * cases(8_000);
const CALENDAR_CASES = LIVES * cases(1_000);
/** Of very few cases none may flip. */
const A_HANDFUL = 5;
const seed = Number(process.env.SEED ?? 20261122);

/** A condition and the rulebook that holds it. */
type Asked = readonly [when: Condition, rulebook: CompiledRules];

function asked(when: Condition): Asked {
  const entries = Object.entries({ one: when, other: OTHER_SEGMENT });
  return [when, compile(entries.map(([id, some]) => ({ id, rule: { version: 1, when: some } })))];
}

function judged([, rulebook]: Asked, history: readonly NumberedTouchpoint[], context: Context): Verdict {
  const facts = history.reduce((known, one) => fold(known, one, rulebook.needs), emptyFacts());
  return rulebook.verdict('one', facts, context);
}

/**
 * @returns whether the answer ever changes. @throws {Error} the evaluator says otherwise than what
 * is seen.
 */
function agree(one: Asked, world: World, context: Context, looks: readonly number[]): boolean {
  const [when] = one;
  const { holds, changesAt, exact } = judged(one, world.history, context);
  const seen = looks.find((at) => at > context.now && naivelyHolds(when, world, at) !== holds) ?? null;
  const at = (instant: number | null) => (instant === null ? 'never' : new Date(instant).toISOString());
  if (naivelyHolds(when, world, context.now) !== holds) throw new Error(`holds: ${holds}, plainly not so`);
  const expected = changesAt !== null && changesAt > (looks.at(-1) as number) ? null : changesAt;
  if (expected !== seen || !exact) throw new Error(`flips ${at(changesAt)}, plainly ${at(seen)}`);
  return seen !== null;
}

function several<T>(life: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(life, { minLength: LIVES, maxLength: LIVES });
}

const EVERY_MILLISECOND = Array.from({ length: END + 1 }, (_, at) => at);

/**
 * The instants of all days at which something can change by the clock of a zone, and the last
 * before them: their starts, and whole days after what happened on half days of the brand.
 */
function turnsOf(zone: string, brand: string): number[] {
  const start = dayNumber(CALENDAR_START);
  const happened = Array.from({ length: 2 * HISTORY_DAYS + 1 }, (_, half) =>
    instantAtPosition(start + half / 2, brand),
  );
  const parts = [...new Set([0, ...happened.map((at) => dayPosition(at, zone) % 1)])];
  const days = Array.from({ length: HISTORY_DAYS + SEEN_DAYS }, (_, day) => start + day);
  return days
    .flatMap((day) => parts.flatMap((part) => [instantAtPosition(day + part, zone)]))
    .flatMap((at) => [at - 1, at]);
}

it(`agrees with looking at every millisecond (${SMALL_CASES} cases, seed ${seed})`, () => {
  let flipped = 0;
  fc.assert(
    fc.property(smallConditions, several(fc.tuple(smallHistories, surroundings)), (when, lives) => {
      const one = asked(when);
      for (const [history, around] of lives) {
        const { world, context } = smallWorld(history, around);
        if (agree(one, world, context, EVERY_MILLISECOND)) flipped++;
      }
    }),
    { numRuns: SMALL_CASES / LIVES, seed },
  );
  // Cases in which nothing ever changes would prove little.
  expect(flipped).toBeGreaterThan(SMALL_CASES / 16 - A_HANDFUL);
}, 300_000);

it(`agrees about orders, however they were told (${ORDER_CASES} cases, seed ${seed})`, () => {
  let [flipped, held] = [0, 0];
  fc.assert(
    fc.property(orderConditions, several(orderHistories), surroundings, (when, lives, around) => {
      const one = asked(when);
      for (const history of lives) {
        const { world, context } = smallWorld(history, around);
        if (agree(one, world, context, EVERY_MILLISECOND)) flipped++;
        if (naivelyHolds(when, world, context.now)) held++;
      }
    }),
    { numRuns: ORDER_CASES / LIVES, seed },
  );
  expect(flipped).toBeGreaterThan(ORDER_CASES / 16 - A_HANDFUL);
  expect(held).toBeGreaterThan(ORDER_CASES / 8 - A_HANDFUL);
}, 300_000);

it(`agrees with looking at every turn of a calendar (${CALENDAR_CASES} cases, seed ${seed})`, () => {
  let flipped = 0;
  const start = dayNumber(CALENDAR_START);
  const life = calendarZones.chain((zones) =>
    fc.tuple(fc.constant(zones), calendarHistories(zones.brand), fc.option(fc.nat(HISTORY_DAYS))),
  );
  fc.assert(
    fc.property(calendarConditions, several(life), (when, lives) => {
      const one = asked(when);
      for (const [zones, history, ordered] of lives) {
        const lastOrderDay = ordered === null ? null : dayNamed(start + ordered);
        const known = { zone: zones.brand, customerZone: zones.customer, lastOrderDay };
        const world: World = { history, ...known, numberAt: () => null, tierAt: () => null, segments: {} };
        const now = startOfDay(dayNamed(start + HISTORY_DAYS), zones.brand);
        const context = { ...known, traits: traitsOf(history), orders: joinedOrders(history), now };
        if (agree(one, world, context, looksIn(zones))) flipped++;
      }
    }),
    { numRuns: CALENDAR_CASES / LIVES, seed },
  );
  expect(flipped).toBeGreaterThan(CALENDAR_CASES / 16 - A_HANDFUL);
}, 300_000);

const looks = new Map<string, number[]>();

function looksIn({ brand, customer }: Zones): number[] {
  const zones = [...new Set([brand, customer])];
  const key = zones.join(' ');
  let known = looks.get(key);
  if (!known) looks.set(key, (known = zones.flatMap((zone) => turnsOf(zone, brand)).sort((a, b) => a - b)));
  return known;
}
