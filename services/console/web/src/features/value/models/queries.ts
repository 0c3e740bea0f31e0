// Queries of the tab about model versions.
import { type QueryClient } from '@tanstack/react-query';
import { $api, api, dataOf } from '../../../api/client';
import { refresh } from '../../../queries/refresh';

const EVERY_MS = 10_000;
const PAGE = 20;

export const useModels = () =>
  $api.useInfiniteQuery(
    'get',
    '/api/models',
    { params: { query: { limit: PAGE } } },
    { initialPageParam: null, getNextPageParam: ({ next }) => next, refetchInterval: EVERY_MS },
  );

/** When the present model went live; null for the start parameters. */
export const useLiveSince = () =>
  $api.useQuery(
    'get',
    '/api/settings',
    {},
    {
      refetchInterval: EVERY_MS,
      select: ({ versions }) => versions.find(({ kind }) => kind === 'model')?.takenAt ?? null,
    },
  );

export async function fitNow(client: QueryClient): Promise<void> {
  await dataOf(api.POST('/api/models', {}));
  await refresh(client, '/api/models');
}

export async function makeLive(client: QueryClient, id: number): Promise<void> {
  await dataOf(api.POST('/api/models/{id}/live', { params: { path: { id } } }));
  await client.invalidateQueries();
}
