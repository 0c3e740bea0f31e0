// Caches the days and offsets of each zone, since the models use the same few thousand days.

/** Within this day of UTC clocks go from one offset to another. */
export interface Change {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A power of two. */
const PLACES = 4_096;
/** No date has it. */
const NO_DAY = -(2 ** 31);
/** Of a hundred kilobytes each. */
const MOST_MEMORIES = 500;

/**
 * Of some eleven years: each day has one place, from which another day of that place pushes it out,
 * so that memory stays bounded.
 */
class DayMemory {
  private readonly days = new Int32Array(PLACES).fill(NO_DAY);
  private readonly values = new Float64Array(PLACES);

  /** NaN: not known. */
  get(day: number): number {
    const place = day & (PLACES - 1);
    return this.days[place] === day ? (this.values[place] as number) : NaN;
  }

  set(day: number, value: number): void {
    const place = day & (PLACES - 1);
    this.days[place] = day;
    this.values[place] = value;
  }
}

interface ZoneMemory {
  readonly starts: DayMemory;
  /** Of days of UTC within which clocks stay as they are. */
  readonly offsets: DayMemory;
  /** The other days. */
  readonly changes: Map<number, Change>;
}

const memories = new Map<string, ZoneMemory>();

/** The zone used last, which is mostly the next one too. */
let lastZone = '';

let lastMemory = nothingKnown();

export function memoryOf(zone: string): ZoneMemory {
  if (zone === lastZone) return lastMemory;
  const memory = memories.get(zone) ?? nothingKnown();
  // Bounded, because a zone has many spellings and devices send any of them.
  if (memories.size >= MOST_MEMORIES) memories.clear();
  memories.set(zone, memory);
  [lastZone, lastMemory] = [zone, memory];
  return memory;
}

function nothingKnown(): ZoneMemory {
  return { starts: new DayMemory(), offsets: new DayMemory(), changes: new Map() };
}
