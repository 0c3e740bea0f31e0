// Processor time between two readings, by part. Pure.

/** One process at one instant. */
export interface Reading {
  pid: number;
  /** Part of the system: `scoring`, `postgres backends`, `kafka`, `driver`. */
  part: string;
  seconds: number;
}

export interface Readings {
  processes: readonly Reading[];
  /** Processor seconds of all processes of Postgres that have ended. */
  endedSeconds: number;
}

/** The part of what processes of Postgres used after they were last seen, or without being seen. */
const ENDED = 'postgres ended';

const isPostgres = ({ part }: Reading) => part.startsWith('postgres');

/**
 * Returns the processor seconds of each part between two readings.
 * @param seen readings in between, in order: of a process that has ended the last one is known. All
 * seconds of its life count as ended, so those that are known are taken off again.
 */
export function usedBetween(before: Readings, after: Readings, seen: readonly Reading[] = []): Record<string, number> {
  const earlier = new Map(before.processes.map(({ pid, seconds }) => [pid, seconds]));
  const present = new Set(after.processes.map(({ pid }) => pid));
  const last = new Map([...before.processes, ...seen].map((reading) => [reading.pid, reading]));
  const gone = [...last.values()].filter(({ pid }) => !present.has(pid));
  const used: Record<string, number> = {};
  for (const { pid, part, seconds } of [...after.processes, ...gone])
    used[part] = (used[part] ?? 0) + seconds - (earlier.get(pid) ?? 0);
  if (!after.processes.some(isPostgres)) return used;
  const known = gone.filter(isPostgres).reduce((sum, { seconds }) => sum + seconds, 0);
  return { ...used, [ENDED]: Math.max(0, after.endedSeconds - before.endedSeconds - known) };
}
