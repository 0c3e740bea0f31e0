// The live feed as a hook: the latest news, kept when the connection is lost and opened again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { News } from '../../../api/live';
import { eventsOf } from '../../../api/stream';
import { refresh } from '../../../queries/refresh';
import { isVisit } from './feed-lines';

const VISITS_KEPT = 40;
const OTHERS_KEPT = 160;
const AGAIN_MS = 2_000;
/** Counts of tiers are fetched again at most this often, milliseconds. */
const REFRESH_MS = 2_000;

export interface Live {
  /** Newest first. */
  news: readonly News[];
  /** `lost`: the news stays, and the connection is tried again. */
  state: 'opening' | 'open' | 'lost';
  /** Why the connection was lost. */
  fault: unknown;
}

export function useLive(): Live {
  const [news, setNews] = useState<readonly News[]>([]);
  const [connection, setConnection] = useState<Pick<Live, 'state' | 'fault'>>({ state: 'opening', fault: null });
  const queries = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    let refreshedAt = 0;
    const take = (fresh: readonly News[]) => {
      setNews((known) => merged(known, fresh));
      const moved = fresh.some(({ kind }) => kind === 'tier');
      if (!moved || Date.now() - refreshedAt < REFRESH_MS) return;
      refreshedAt = Date.now();
      void refresh(queries, '/api/tiers');
    };
    const listener: Listener = {
      take,
      open: () => setConnection({ state: 'open', fault: null }),
      lost: (fault) => setConnection({ state: 'lost', fault }),
    };
    void listen(listener, abort.signal);
    return () => abort.abort();
  }, [queries]);
  return { news, ...connection };
}

interface Listener {
  take: (news: readonly News[]) => void;
  open: () => void;
  lost: (fault: unknown) => void;
}

async function listen({ take, open, lost }: Listener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const news of eventsOf<News[]>('/api/live', { signal, onOpen: open })) take(news);
    } catch (fault) {
      if (!signal.aborted) lost(fault);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function merged(known: readonly News[], fresh: readonly News[]): readonly News[] {
  const ids = new Set(known.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !ids.has(id)).reverse();
  if (added.length === 0) return known;
  const all = [...added, ...known];
  // Visits are many, so they have a maximum of their own.
  const kept = new Set([
    ...all.filter(isVisit).slice(0, VISITS_KEPT),
    ...all.filter((one) => !isVisit(one)).slice(0, OTHERS_KEPT),
  ]);
  return all.filter((one) => kept.has(one));
}
