// The clocks: that of this machine, and the store's, which runs ahead while history is played.
import { useEffect, useState } from 'react';
import { $api } from '../api/client';

/** The clock of this machine, UTC ms, refreshed every `everyMs`. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function useStoreTime() {
  return $api.useQuery(
    'get',
    '/api/time',
    {},
    { refetchInterval: ({ state }) => (state.data?.mode === 'stream' ? 1_000 : 15_000) },
  );
}

/** The present of the store, UTC ms: that of the history while it is played. */
export function useStoreNow(everyMs = 1000): number {
  const wall = useNow(everyMs);
  const { data } = useStoreTime();
  return data?.mode === 'stream' ? Date.parse(data.now) : wall;
}
