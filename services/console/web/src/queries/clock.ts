// The clocks: that of this machine, and the store's, which runs ahead while history is played.
import { useEffect, useState } from 'react';
import { $api } from '../api/client';

/** The wall's, refreshed so that "3 s ago" goes on. */
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

/** The instant that "ago" and "in" count from: the replay's while it lasts. */
export function useStoreNow(everyMs = 1000): number {
  const wall = useNow(everyMs);
  const { data } = useStoreTime();
  return data?.mode === 'stream' ? Date.parse(data.now) : wall;
}
