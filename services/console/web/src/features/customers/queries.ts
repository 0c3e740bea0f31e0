// Queries of the pages about customers.
import { type QueryClient, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { $api } from '../../api/client';
import type { Customer, Standing } from '../../api/types';
import { customerAt } from '../../queries/customers';
import { orNull } from '../../queries/refresh';

const PAGE = 25;

export interface Listed extends Customer {
  standing: Standing | null;
}

export interface ListFilter {
  query: string;
  tier: string | null;
  segment: string | null;
  order: 'next' | 'tier';
}

interface ListedPage {
  items: Listed[];
  next: string | null;
  /** How many customers there are in all. */
  total: number;
}

const LIST_EVERY_MS = 10_000;

/**
 * Pages of customers with their standings. A page is three requests, shown once all are answered.
 */
export function useCustomers(filter: ListFilter) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: ['get', '/api/members', filter],
    queryFn: ({ pageParam }) => membersOf(client, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    // A search of few letters reads many rows.
    refetchInterval: filter.query === '' ? LIST_EVERY_MS : 3 * LIST_EVERY_MS,
  });
}

async function membersOf(
  client: QueryClient,
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
  const fresh = { staleTime: 0, gcTime: 0 };
  const { items, next, total } = await client.fetchQuery(
    $api.queryOptions('get', '/api/members', { params: { query } }, fresh),
  );
  if (items.length === 0) return { items: [], next: null, total };
  const ids = items.join(',');
  const [customers, standings] = await Promise.all([
    client.fetchQuery($api.queryOptions('get', '/api/customers', { params: { query: { ids, limit: PAGE } } }, fresh)),
    client.fetchQuery($api.queryOptions('get', '/api/standings', { params: { query: { customers: ids } } }, fresh)),
  ]);
  const standingOf = new Map(standings.map((standing) => [standing.customer, standing]));
  const listed = new Map(
    customers.items.map((one) => [one.customer, { ...one, standing: standingOf.get(one.customer) ?? null }]),
  );
  return { items: items.flatMap((id) => listed.get(id) ?? []), next, total };
}

const EVERY_MS = 5_000;

export const useCustomer = (reference: string) => useQuery({ ...customerAt(reference), refetchInterval: EVERY_MS });

/** Null for a customer who is not judged yet. */
export const useStanding = (reference: string) =>
  useQuery({
    ...orNull($api.queryOptions('get', '/api/standings/{reference}', { params: { path: { reference } } })),
    refetchInterval: EVERY_MS,
  });

export const useCurve = (reference: string) =>
  $api.useQuery(
    'get',
    '/api/standings/{reference}/curve',
    { params: { path: { reference } } },
    { refetchInterval: 4 * EVERY_MS },
  );

export const useTimeline = (reference: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/customers/{reference}/timeline',
    { params: { path: { reference }, query: { limit: 20 } } },
    {
      // An absent cursor asks for the first page; a parameter that is null is left out.
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      refetchInterval: EVERY_MS,
    },
  );

/** Pages of the customer's moves between tiers of all schemes, newest first. */
export const useTierMoves = (customer: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/transitions',
    { params: { query: { customer, kind: 'tier', limit: 6 } } },
    { initialPageParam: null, getNextPageParam: ({ next }) => next, refetchInterval: EVERY_MS },
  );

/** Pages of the customer's enrolments in journeys, newest first. */
export const useStories = (customer: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/journeys',
    { params: { query: { customer, limit: 5 } } },
    { initialPageParam: null, getNextPageParam: ({ next }) => next, refetchInterval: EVERY_MS },
  );

const fittedIn = ({ versions, model }: { versions: readonly { kind: string }[]; model: object }) => ({
  kinds: versions.map(({ kind }) => kind),
  waits: 'waits' in model && model.waits === true,
});

/**
 * The kinds of settings that were ever saved, and whether predictions wait. A kind that is missing
 * is a standard, fitted to no customers of this store.
 */
export const useFitted = () =>
  $api.useQuery('get', '/api/settings', {}, { staleTime: 30_000, retry: false, select: fittedIn });
