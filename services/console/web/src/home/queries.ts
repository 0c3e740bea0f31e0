import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import { health, openLetters } from '../api/operations';

const EVERY_MS = 10_000;

export const useTierCounts = () =>
  useQuery({ queryKey: ['tiers', 'counts'], queryFn: () => dataOf(api.GET('/api/tiers')), refetchInterval: EVERY_MS });

export const useTierFlow = () =>
  useQuery({
    queryKey: ['tiers', 'flow'],
    queryFn: () => dataOf(api.GET('/api/tiers/flow', { params: { query: {} } })),
    refetchInterval: EVERY_MS,
  });

/** Who changes next if nothing happens, with the name. */
export const useNextChange = () =>
  useQuery({
    queryKey: ['tiers', 'next'],
    queryFn: async () => {
      const [next] = await dataOf(api.GET('/api/tiers/upcoming', { params: { query: { limit: 1 } } }));
      if (next === undefined) return null;
      const { name } = await dataOf(
        api.GET('/api/customers/{reference}', { params: { path: { reference: next.customer } } }),
      );
      return { ...next, name };
    },
    refetchInterval: EVERY_MS,
  });

export const useSegmentNames = () =>
  useQuery({
    queryKey: ['segments', 'names'],
    queryFn: async () => {
      const segments = await dataOf(api.GET('/api/segments'));
      return Object.fromEntries(segments.map(({ id, name }) => [id, name || id]));
    },
    staleTime: 60_000,
  });

export const useCampaignNames = () =>
  useQuery({
    queryKey: ['campaigns', 'names'],
    queryFn: async () => {
      const campaigns = (await dataOf(api.GET('/api/campaigns'))) as unknown as { id: string; name: string }[];
      return Object.fromEntries(campaigns.map(({ id, name }) => [id, name || id]));
    },
    staleTime: 60_000,
  });

export const useHealth = (everyMs = EVERY_MS) =>
  useQuery({ queryKey: ['health'], queryFn: health, refetchInterval: everyMs });

export const useOpenLetters = () =>
  useQuery({ queryKey: ['letters'], queryFn: openLetters, refetchInterval: EVERY_MS });

/** The latest message that was held back for another reason than that it was history: the instructive ones. */
export const useLatestHeld = () =>
  useQuery({
    queryKey: ['decisions', 'held'],
    queryFn: async () => {
      const { items } = await dataOf(
        api.GET('/api/decisions', { params: { query: { outcome: 'held', limit: 50 } as object } }),
      );
      return items.find(({ reason }) => reason !== 'history') ?? items[0] ?? null;
    },
    staleTime: 60_000,
  });
