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

/** The part of processes of Postgres that ended between two readings. */
export const ENDED = 'postgres ended';

/**
 * Returns the processor seconds of each part between two readings. A process that ended in between
 * had used its earlier seconds before the first reading, but all of them count as ended in the
 * second: they are taken off again.
 */
export function usedBetween(before: Readings, after: Readings): Record<string, number> {
  const earlier = new Map(before.processes.map((process) => [process.pid, process]));
  const used: Record<string, number> = {};
  for (const { pid, part, seconds } of after.processes) {
    used[part] = (used[part] ?? 0) + seconds - (earlier.get(pid)?.seconds ?? 0);
    earlier.delete(pid);
  }
  let ended = after.endedSeconds - before.endedSeconds;
  for (const { part, seconds } of earlier.values()) if (part.startsWith('postgres')) ended -= seconds;
  if (after.processes.some(({ part }) => part.startsWith('postgres'))) used[ENDED] = Math.max(0, ended);
  return used;
}
