// Which time it is. While history is played, the store's clock is not the one on the wall.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { time } from '../api/operations';

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
  return useQuery({
    queryKey: ['time'],
    queryFn: time,
    refetchInterval: ({ state }) => (state.data?.mode === 'stream' ? 1_000 : 15_000),
  });
}

/** The instant that "ago" and "in" count from: the replay's while it lasts. */
export function useStoreNow(everyMs = 1000): number {
  const wall = useNow(everyMs);
  const { data } = useStoreTime();
  return data?.mode === 'stream' ? Date.parse(data.now) : wall;
}
