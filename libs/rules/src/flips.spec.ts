// The evaluator against a plain one that looks at the whole history at every instant.
import fc from 'fast-check';
import type { NumberedTouchpoint } from '@segue/contracts';
import { dayNamed, dayNumber, instantAtPosition, startOfDay } from '@segue/valuation';
import { type Judged, compile } from './compile';
import type { Context } from './context';
import { emptyFacts, fold } from './facts';
import type { Condition } from './language';
import { type World, naivelyHolds } from '../testing/naive';
import {
  CALENDAR_START,
  END,
  HISTORY_DAYS,
  OTHER_SEGMENT,
  SEEN_DAYS,
  calendarConditions,
  calendarHistories,
  calendarZones,
  smallConditions,
  smallHistories,
  smallWorld,
  surroundings,
} from '../testing/worlds';

const SMALL_CASES = 100_000;
const CALENDAR_CASES = 3_000;
const seed = Number(process.env.SEED ?? 20261122);

function judged(when: Condition, history: readonly NumberedTouchpoint[], context: Context): Judged {
  const rulebook = compile([
    { id: 'one', rule: { version: 1, when } },
    { id: 'other', rule: { version: 1, when: OTHER_SEGMENT } },
  ]);
  const facts = history.reduce((known, one) => fold(known, one, rulebook.needs), emptyFacts());
  return rulebook.judge(rulebook.rules.slice(0, 1), facts, context)[0] as Judged;
}

/** @returns whether the answer ever changes. @throws {Error} the evaluator says otherwise than what is seen. */
function agree(when: Condition, world: World, context: Context, looks: readonly number[]): boolean {
  const { holds, flipsAt, exact } = judged(when, world.history, context);
  const seen = looks.find((at) => at > context.now && naivelyHolds(when, world, at) !== holds) ?? null;
  const at = (instant: number | null) => (instant === null ? 'never' : new Date(instant).toISOString());
  if (naivelyHolds(when, world, context.now) !== holds) throw new Error(`holds: ${holds}, plainly not so`);
  const expected = flipsAt !== null && flipsAt > (looks.at(-1) as number) ? null : flipsAt;
  if (expected !== seen || !exact) throw new Error(`flips ${at(flipsAt)}, plainly ${at(seen)}`);
  return seen !== null;
}

const EVERY_MILLISECOND = Array.from({ length: END + 1 }, (_, at) => at);

/** The first instants of all half days, and the last before them: in between nothing changes. */
function halfDays(zone: string): number[] {
  const start = dayNumber(CALENDAR_START);
  const looks = Array.from({ length: 2 * (HISTORY_DAYS + SEEN_DAYS) }, (_, half) =>
    instantAtPosition(start + half / 2, zone),
  );
  return looks.flatMap((at) => [at - 1, at]);
}

it(`agrees with looking at every millisecond (${SMALL_CASES} cases, seed ${seed})`, () => {
  let flipped = 0;
  fc.assert(
    fc.property(smallConditions, smallHistories, surroundings, (when, history, around) => {
      const { world, context } = smallWorld(history, around);
      if (agree(when, world, context, EVERY_MILLISECOND)) flipped++;
    }),
    { numRuns: SMALL_CASES, seed },
  );
  // Cases in which nothing ever changes would prove little.
  expect(flipped).toBeGreaterThan(SMALL_CASES / 8);
}, 300_000);

it(`agrees with looking at every half day of a calendar (${CALENDAR_CASES} cases, seed ${seed})`, () => {
  let flipped = 0;
  const lives = calendarZones.chain((zone) => fc.tuple(fc.constant(zone), calendarHistories(zone)));
  fc.assert(
    fc.property(calendarConditions, lives, fc.option(fc.nat(HISTORY_DAYS)), (when, [zone, history], ordered) => {
      const start = dayNumber(CALENDAR_START);
      const lastOrderDay = ordered === null ? null : dayNamed(start + ordered);
      const known = { zone, customerZone: zone, lastOrderDay };
      const world: World = { history, ...known, numberAt: () => null, tierAt: () => null, segments: {} };
      const now = startOfDay(dayNamed(start + HISTORY_DAYS), zone);
      if (agree(when, world, { ...known, now }, halfDays(zone))) flipped++;
    }),
    { numRuns: CALENDAR_CASES, seed },
  );
  expect(flipped).toBeGreaterThan(CALENDAR_CASES / 16);
}, 300_000);
