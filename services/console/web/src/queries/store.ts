import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CampaignShown, api, dataOf } from '../api/client';
import { demo } from '../api/demo';
import { health, history, openLetters, refused } from '../api/operations';
import { useLanguage } from '../i18n/language';
import { inLanguage } from '../words/bilingual';

const EVERY_MS = 10_000;

export const useTierCounts = () =>
  useQuery({ queryKey: ['tiers', 'counts'], queryFn: () => dataOf(api.GET('/api/tiers')), refetchInterval: EVERY_MS });

export const useTierFlow = () =>
  useQuery({
    queryKey: ['tiers', 'flow'],
    queryFn: () => dataOf(api.GET('/api/tiers/flow', { params: { query: {} } })),
    refetchInterval: EVERY_MS,
  });

const LOOKED_AT = 20;

/**
 * Who changes next if nothing happens, and what: a value tier or a segment before the name by
 * recency.
 */
export const useNextChange = () =>
  useQuery({
    queryKey: ['tiers', 'next'],
    queryFn: async () => {
      const upcoming = await dataOf(api.GET('/api/tiers/upcoming', { params: { query: { limit: LOOKED_AT } } }));
      const told = upcoming.filter(({ change }) => change !== null);
      const next = told.find(({ change }) => change?.subject !== 'rfm') ?? told[0];
      if (!next?.change) return null;
      const customer = await dataOf(
        api.GET('/api/customers/{reference}', { params: { path: { reference: next.customer } } }),
      );
      return { customer, change: next.change };
    },
    refetchInterval: EVERY_MS,
  });

export const useSegmentNames = () => {
  const { data } = useQuery({
    queryKey: ['segments', 'names'],
    queryFn: async () => {
      const segments = await dataOf(api.GET('/api/segments'));
      return Object.fromEntries(segments.map(({ id, name }) => [id, name || id]));
    },
    staleTime: 60_000,
  });
  const language = useLanguage();
  return { data: useMemo(() => inLanguage(data ?? {}, language), [data, language]), isKnown: data !== undefined };
};

export const useCampaigns = () =>
  useQuery({
    queryKey: ['campaigns'],
    queryFn: async () => (await dataOf(api.GET('/api/campaigns'))) as unknown as CampaignShown[],
    staleTime: 60_000,
  });

const namesOf = (campaigns: readonly CampaignShown[]): Record<string, string> =>
  Object.fromEntries(campaigns.map(({ id, name }) => [id, name || id]));

export const useCampaignNames = () => {
  const { data } = useCampaigns();
  const language = useLanguage();
  return { data: useMemo(() => inLanguage(namesOf(data ?? []), language), [data, language]) };
};

export const useHealth = (everyMs = EVERY_MS) =>
  useQuery({ queryKey: ['health'], queryFn: health, refetchInterval: everyMs });

export const useOpenLetters = () =>
  useQuery({ queryKey: ['letters'], queryFn: openLetters, refetchInterval: EVERY_MS });

/**
 * The latest message that was held back for another reason than that it was history: the
 * instructive ones.
 */
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

const BUSY_MS = 1_000;

/** How far the demo is; asked often while it loads or plays. */
export const useDemo = () =>
  useQuery({
    queryKey: ['demo'],
    queryFn: demo,
    refetchInterval: ({ state }) => {
      const stage = state.data?.stage ?? 'alive';
      return stage === 'alive' ? EVERY_MS : BUSY_MS;
    },
  });

/** Histories that come in, or came in lately: imports and the like. */
export const useHistory = (everyMs = 3_000) =>
  useQuery({ queryKey: ['history'], queryFn: history, refetchInterval: everyMs });

/** Events that were refused at the door. */
export const useRefused = () =>
  useQuery({ queryKey: ['refused'], queryFn: refused, refetchInterval: EVERY_MS, retry: false });

/** How many customers have orders in a currency without a rate. */
export const useUnvalued = () =>
  useQuery({
    queryKey: ['unvalued'],
    queryFn: async () => dataOf(api.GET('/api/customers/unvalued')),
    refetchInterval: EVERY_MS,
    retry: false,
  });

/**
 * Which settings were ever saved: what is not among them is a standard one, fitted to no customers
 * of this store.
 */
export const useFitted = () =>
  useQuery({
    queryKey: ['settings', 'fitted'],
    queryFn: async () => (await dataOf(api.GET('/api/settings'))).versions.map(({ kind }) => kind),
    staleTime: 30_000,
    retry: false,
  });
