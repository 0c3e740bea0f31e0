// The readings of latency since the console was opened. The services keep no history: every answer
// about their health that any page fetches is a reading.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Health } from '../../../api/types';
import { type Reading, readingOf, withReading } from './latency';

let readings: readonly Reading[] = [];
const listeners = new Set<() => void>();

/** Called once, when the console starts. */
export function watchLatency(client: QueryClient): void {
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return;
    const { queryKey, state } = event.query;
    if (queryKey[1] !== '/api/health') return;
    readings = withReading(readings, readingOf(state.data as Health, state.dataUpdatedAt));
    for (const listener of listeners) listener();
  });
}

/** Oldest first. */
export function useLatencyHistory(): readonly Reading[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readings,
  );
}
