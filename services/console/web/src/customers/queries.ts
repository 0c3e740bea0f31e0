import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Customer, type Standing, api, dataOf } from '../api/client';

const PAGE = 25;
const TYPING_MS = 200;

/** What was typed, once the typing pauses. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** By the beginning of a name, an address or an id; the first few of all when nothing is asked. */
export function useCustomerSearch(text: string) {
  const query = useSettled(text.trim());
  return useQuery({
    queryKey: ['customers', 'search', query],
    queryFn: async () => {
      const found = await dataOf(api.GET('/api/customers', { params: { query: { query, limit: 10 } } }));
      return found.items;
    },
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
}

export interface Listed extends Customer {
  standing: Standing | null;
}

export interface ListFilter {
  query: string;
  tier: string | null;
  segment: string | null;
}

/** Pages of customers with where they stand. */
export function useCustomers(filter: ListFilter) {
  return useInfiniteQuery({
    queryKey: ['customers', 'list', filter],
    queryFn: async ({ pageParam }) => {
      const { items, next } = await pageOf(filter, pageParam);
      return { items: await withStandings(items), next };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

async function pageOf({ query, tier, segment }: ListFilter, cursor: string | undefined) {
  const paging = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
  if (query !== '') return dataOf(api.GET('/api/customers', { params: { query: { query, ...paging } } }));
  if (tier === null && segment === null)
    return dataOf(api.GET('/api/customers', { params: { query: paging as object } }));
  const members =
    segment !== null
      ? await dataOf(api.GET('/api/segments/{id}/members', { params: { path: { id: segment }, query: paging } }))
      : await dataOf(api.GET('/api/tiers/{tier}/members', { params: { path: { tier: tier ?? '' }, query: paging } }));
  if (members.items.length === 0) return { items: [], next: null };
  const ids = members.items.join(',');
  const { items } = await dataOf(api.GET('/api/customers', { params: { query: { ids, limit: PAGE } } }));
  return { items, next: members.next };
}

async function withStandings(customers: readonly Customer[]): Promise<Listed[]> {
  if (customers.length === 0) return [];
  const ids = customers.map(({ customer }) => customer).join(',');
  const standings = await dataOf(api.GET('/api/standings', { params: { query: { customers: ids } } }));
  const byCustomer = new Map(standings.map((standing) => [standing.customer, standing]));
  return customers.map((one) => ({ ...one, standing: byCustomer.get(one.customer) ?? null }));
}

const EVERY_MS = 5_000;

export const useCustomer = (reference: string) =>
  useQuery({
    queryKey: ['customer', reference],
    queryFn: () => dataOf(api.GET('/api/customers/{reference}', { params: { path: { reference } } })),
    refetchInterval: EVERY_MS,
  });

/** Null for who is not judged yet. */
export const useStanding = (reference: string) =>
  useQuery({
    queryKey: ['customer', reference, 'standing'],
    queryFn: () =>
      dataOf(api.GET('/api/standings/{reference}', { params: { path: { reference } } })).catch((error: unknown) => {
        if ((error as { status?: number }).status === 404) return null;
        throw error;
      }),
    refetchInterval: EVERY_MS,
  });

export const useCurve = (reference: string) =>
  useQuery({
    queryKey: ['customer', reference, 'curve'],
    queryFn: () => dataOf(api.GET('/api/standings/{reference}/curve', { params: { path: { reference } } })),
    refetchInterval: 4 * EVERY_MS,
  });

export const useTimeline = (reference: string) =>
  useInfiniteQuery({
    queryKey: ['customer', reference, 'timeline'],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/customers/{reference}/timeline', {
          params: { path: { reference }, query: { limit: 20, ...(pageParam !== undefined && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: EVERY_MS,
  });

export const useDecisions = (reference: string) =>
  useQuery({
    queryKey: ['customer', reference, 'decisions'],
    queryFn: () => dataOf(api.GET('/api/decisions', { params: { query: { customer: reference, limit: 50 } } })),
    refetchInterval: EVERY_MS,
  });

export const useDecision = (id: string) =>
  useQuery({
    queryKey: ['decision', id],
    queryFn: () => dataOf(api.GET('/api/decisions/{id}', { params: { path: { id } } })),
  });

export const useTransitions = (reference: string) =>
  useQuery({
    queryKey: ['customer', reference, 'transitions'],
    queryFn: () => dataOf(api.GET('/api/transitions', { params: { query: { customer: reference, limit: 200 } } })),
  });
