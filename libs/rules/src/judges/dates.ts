// Leaves about a day in a trait: how far it is, its anniversaries, and ages. The day is the date as
// written, except for an instant in UTC (`Z` or `+00:00`), which is on the day that it has in the
// zone. UTC midnight counts as written: that is how programs write a mere day. Days turn at the
// start of days of the brand's zone, or the customer's.
import { startOfDayNumber } from '@segue/valuation';
import type { AgeLeaf, DateLeaf } from '../language/leaves';
import { rangeOf } from './values/ranges';
import type { LeafJudge } from './judge';
import type { View } from './view';
import { anniversaryIn, type Written, writtenDay, yearOf } from './values/written-day';

export function dateJudge(leaf: DateLeaf): LeafJudge {
  const blocksOf = (view: View, today: number): Block[] => {
    const written = writtenDayIn(view, leaf);
    return written ? blocks(leaf, written, today) : [];
  };
  return {
    leaf,
    holds: (view, at) => {
      const today = view.dayAt(at, view.zoneOf(leaf));
      return blocksOf(view, today).some(({ from, to }) => from <= today && today <= to);
    },
    changesAfter: (view, at) => {
      const zone = view.zoneOf(leaf);
      const today = view.dayAt(at, zone);
      const turn = nextTurnOf(blocksOf(view, today), today);
      return turn === null ? null : startOfDayNumber(turn, zone);
    },
    value: (view) => view.trait(leaf.name),
  };
}

function writtenDayIn(view: View, leaf: DateLeaf | AgeLeaf): Written | null {
  return writtenDay(view.trait(leaf.name), (instant) => view.dayAt(instant, view.zoneOf(leaf)));
}

/** Days, both included, on which a date leaf holds. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * Around today: the block itself, or those of as many years as it takes to see every gap that leap
 * years can make.
 */
function blocks({ yearly, from, to }: DateLeaf, written: Written, today: number): Block[] {
  const around = (day: number): Block => ({ from: day + from, to: day + to });
  if (!yearly) return written.year === null ? [] : [around(anniversaryIn(written.year, written))];
  const first = Math.max(yearOf(today - to) - 1, written.year ?? -Infinity);
  return Array.from({ length: SEEN_YEARS }, (_, index) => around(anniversaryIn(first + index, written)));
}

const SEEN_YEARS = 12;

/**
 * The day on which the answer changes: the end of what holds now with all that follows without a
 * gap, else the next beginning.
 */
function nextTurnOf(sorted: readonly Block[], today: number): number | null {
  let until: number | null = null;
  for (const { from, to } of sorted) {
    if (to < today) continue;
    if (until === null && from > today) return from;
    if (until !== null && from > until + 1) return until + 1;
    until = Math.max(to, until ?? to);
  }
  // Blocks without a gap for so many years have none.
  return until === null || sorted.length > 1 ? null : until + 1;
}

export function ageJudge(leaf: AgeLeaf): LeafJudge {
  const range = rangeOf(leaf);
  // Ages are whole: the bounds are met on birthdays. Before a birth there is no age.
  const [low, high] = [Math.max(0, Math.ceil(range.low)), Math.ceil(range.high)];
  const born = (view: View) => {
    const written = writtenDayIn(view, leaf);
    const year = written?.year ?? null;
    return written && year !== null ? { ...written, year } : null;
  };
  const ageOn = (today: number, birth: Written & { year: number }) => {
    const years = yearOf(today) - birth.year;
    return today < anniversaryIn(yearOf(today), birth) ? years - 1 : years;
  };
  return {
    leaf,
    holds: (view, at) => {
      const birth = born(view);
      if (!birth) return false;
      const age = ageOn(view.dayAt(at, view.zoneOf(leaf)), birth);
      return age >= low && age < high;
    },
    changesAfter: (view, at) => {
      const birth = born(view);
      if (!birth) return null;
      const age = ageOn(view.dayAt(at, view.zoneOf(leaf)), birth);
      const turn = age < low ? (low < high ? low : Infinity) : age < high ? high : Infinity;
      return turn > OLDEST ? null : startOfDayNumber(anniversaryIn(birth.year + turn, birth), view.zoneOf(leaf));
    },
    value: (view, at) => {
      const birth = born(view);
      return birth && { years: ageOn(view.dayAt(at, view.zoneOf(leaf)), birth) };
    },
  };
}

/** Birthdays beyond this are reported as never. */
const OLDEST = 1_000;
