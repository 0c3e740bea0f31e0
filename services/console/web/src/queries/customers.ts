import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Customer, type Standing, api, dataOf } from '../api/client';
import { touchpoint } from '../api/operations';

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

/** The same at once, for who does not wait. */
export const findCustomers = async (query: string) =>
  (await dataOf(api.GET('/api/customers', { params: { query: { query, limit: 10 } } }))).items;

export interface Listed extends Customer {
  standing: Standing | null;
}

export interface ListFilter {
  query: string;
  tier: string | null;
  segment: string | null;
  order: 'next' | 'tier';
}

export interface ListedPage {
  items: Listed[];
  next: string | null;
  /** How many there are in all. */
  total: number;
}

const LIST_EVERY_MS = 10_000;

/** Pages of customers with where they stand. */
export function useCustomers(filter: ListFilter) {
  return useInfiniteQuery({
    queryKey: ['customers', 'list', filter],
    queryFn: ({ pageParam }) => membersOf(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    // A search of few letters walks over many.
    refetchInterval: filter.query === '' ? LIST_EVERY_MS : 3 * LIST_EVERY_MS,
  });
}

async function membersOf(
  { query: text, tier, segment, order }: ListFilter,
  cursor: string | undefined,
): Promise<ListedPage> {
  const query = {
    ...{ limit: PAGE, order },
    ...(text !== '' && { query: text }),
    ...(tier !== null && { tier }),
    ...(segment !== null && { segment }),
    ...(cursor !== undefined && { cursor }),
  };
  const members = await dataOf(api.GET('/api/members', { params: { query } }));
  if (members.items.length === 0) return { items: [], next: null, total: members.total };
  const ids = members.items.join(',');
  const { items } = await dataOf(api.GET('/api/customers', { params: { query: { ids, limit: PAGE } } }));
  const byId = new Map((await withStandings(items)).map((one) => [one.customer, one]));
  return { items: members.items.flatMap((id) => byId.get(id) ?? []), next: members.next, total: members.total };
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

/**
 * What led to a decision: the change that made the campaign look, and the touchpoint behind it;
 * null where it is not kept any more.
 */
export const useCause = ({ id: signal, touchpoint: named }: { id: string; touchpoint?: string }) =>
  useQuery({
    queryKey: ['cause', signal],
    queryFn: async () => {
      if (named !== undefined) return { cause: null, touchpoint: await touchpoint(named) };
      const transition = await orNull(dataOf(api.GET('/api/transitions/{id}', { params: { path: { id: signal } } })));
      const cause = (transition?.cause ?? null) as { kind: string; id: string } | null;
      const key = cause?.kind === 'touchpoint' ? cause.id : transition === null ? signal : null;
      return { cause, touchpoint: key === null ? null : await touchpoint(key) };
    },
    staleTime: Infinity,
  });

const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  });
