// The live feed as React sees it: the latest news, kept together over reconnects.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { News } from '../api/live';
import { eventsOf } from '../api/stream';

const SHOWN = 60;
const AGAIN_MS = 2_000;
/** What the counts on the page hang on; asked for again at most this often. */
const REFRESH_MS = 2_000;

/** Newest first. */
export function useNews(): readonly News[] {
  const [news, setNews] = useState<readonly News[]>([]);
  const queries = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    let refreshedAt = 0;
    const take = (fresh: readonly News[]) => {
      setNews((known) => merged(known, fresh));
      const moved = fresh.some(({ kind }) => kind === 'tier');
      if (!moved || Date.now() - refreshedAt < REFRESH_MS) return;
      refreshedAt = Date.now();
      void queries.invalidateQueries({ queryKey: ['tiers'] });
    };
    void listen(take, abort.signal);
    return () => abort.abort();
  }, [queries]);
  return news;
}

async function listen(take: (news: readonly News[]) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const news of eventsOf<News[]>('/api/live', { signal })) take(news);
    } catch {
      // The server is away or restarts: what was heard stays, and it is asked again.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function merged(known: readonly News[], fresh: readonly News[]): readonly News[] {
  const ids = new Set(known.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !ids.has(id)).reverse();
  return added.length === 0 ? known : [...added, ...known].slice(0, SHOWN);
}
