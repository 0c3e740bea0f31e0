// The stop of all campaigns: whether it holds, since when and by whom.
import type { QueryClient } from '@tanstack/react-query';
import { $api, api } from '../api/client';
import { refresh } from './refresh';

const EVERY_MS = 10_000;

export interface Stop {
  /** ISO instant. */
  at: string;
  /** The subject of the token. */
  by: string;
}

/** The stop that holds now; null where there is none, or where it is not known yet. */
export function useStop(mayRead: boolean): Stop | null {
  const options = { enabled: mayRead, refetchInterval: EVERY_MS, retry: false };
  const { data } = $api.useQuery('get', '/api/campaigns/stop-all', {}, options);
  return data?.isStopped === true ? (data.changes[0] ?? null) : null;
}

export async function stopAll(client: QueryClient): Promise<void> {
  await api.POST('/api/campaigns/stop-all');
  await refresh(client, '/api/campaigns');
}

export async function resumeAll(client: QueryClient): Promise<void> {
  await api.POST('/api/campaigns/resume-all');
  await refresh(client, '/api/campaigns');
}
