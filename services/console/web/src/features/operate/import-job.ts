// Imports in the list of jobs. Pure.
import type { HistoryWave, Job } from '../../api/types';

export type ServiceJob = Job & { service: string };

/** An import counts as over this long after its last event, milliseconds. */
const OVER_AFTER_MS = 15_000;

/** Returns an import as a job of profile, although its sender runs it. `now`: UTC ms. */
export function importJob({ origin, touchpoints, customers, from, until }: HistoryWave, now: number): ServiceJob {
  const isOver = now - Date.parse(until) > OVER_AFTER_MS;
  return {
    id: `${origin}/${from}`,
    kind: origin === 'backfill' ? 'history' : origin,
    service: 'profile',
    state: isOver ? 'done' : 'running',
    done: touchpoints,
    total: null,
    detail: { customers },
    error: null,
    startedAt: Date.parse(from),
    endedAt: isOver ? Date.parse(until) : null,
  };
}
