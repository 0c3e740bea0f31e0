// Queries of the pages about segments.
import { type QueryClient, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { $api, api, dataOf } from '../../api/client';
import type { Customer, SegmentState, Standing, TopTrait } from '../../api/types';
import { refresh } from '../../queries/refresh';

const NO_TRAITS: readonly TopTrait[] = [];
const EVERY_MS = 5_000;
const PAGE = 10;
export const EXPORT_PAGE = 200;

export const useSegments = (state: SegmentState) =>
  $api.useQuery('get', '/api/segments', { params: { query: { state } } }, { refetchInterval: EVERY_MS });

/** The currency of the brand; undefined until it is known. */
export const useCurrency = (): string | undefined =>
  $api.useQuery('get', '/api/settings', {}, { staleTime: 60_000, retry: false }).data?.brand.currency;

export interface Member extends Customer {
  standing: Standing | null;
}

export interface MemberPage {
  items: Member[];
  next: string | null;
  total: number;
}

export type MemberOrder = 'next' | 'tier';

/** Reads a page of the members with their names and standings. */
export async function membersOf(
  client: QueryClient,
  segment: string,
  order: MemberOrder,
  limit: number,
  cursor: string | null,
): Promise<MemberPage> {
  const fresh = { staleTime: 0, gcTime: 0 };
  const query = { segment, order, limit, ...(cursor !== null && { cursor }) };
  const { items, next, total } = await client.fetchQuery(
    $api.queryOptions('get', '/api/members', { params: { query } }, fresh),
  );
  return { items: await customersWithStanding(client, items), next, total };
}

async function customersWithStanding(client: QueryClient, customers: readonly string[]): Promise<Member[]> {
  if (customers.length === 0) return [];
  const ids = customers.join(',');
  const fresh = { staleTime: 0, gcTime: 0 };
  const [found, standings] = await Promise.all([
    client.fetchQuery(
      $api.queryOptions('get', '/api/customers', { params: { query: { ids, limit: EXPORT_PAGE } } }, fresh),
    ),
    client.fetchQuery($api.queryOptions('get', '/api/standings', { params: { query: { customers: ids } } }, fresh)),
  ]);
  const standingOf = new Map(standings.map((standing) => [standing.customer, standing]));
  const members = new Map(
    found.items.map((one) => [one.customer, { ...one, standing: standingOf.get(one.customer) ?? null }]),
  );
  return customers.flatMap((id) => members.get(id) ?? []);
}

export function useMembers(segment: string, order: MemberOrder) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: ['get', '/api/members', { segment, order, of: 'segment' }],
    queryFn: ({ pageParam }) => membersOf(client, segment, order, PAGE, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** Customers by id, in this order. */
export function useCustomersBy(ids: readonly string[]) {
  const joined = ids.join(',');
  return $api.useQuery(
    'get',
    '/api/customers',
    { params: { query: { ids: joined, limit: EXPORT_PAGE } } },
    {
      enabled: joined !== '',
      placeholderData: keepPreviousData,
      select: ({ items }) => ids.flatMap((id) => items.find(({ customer }) => customer === id) ?? []),
    },
  );
}

export const useLeaving = (id: string) =>
  $api.useQuery('get', '/api/segments/{id}/leaving', { params: { path: { id } } }, { refetchInterval: 3 * EVERY_MS });

/** The traits that customers have, with their most frequent values; empty until they are known. */
export const useTopTraits = () =>
  $api.useQuery('get', '/api/members/traits', {}, { staleTime: 60_000, retry: false }).data?.traits ?? NO_TRAITS;

export const useOverlap = (id: string, other: string | null) =>
  $api.useQuery(
    'get',
    '/api/segments/{id}/overlap',
    { params: { path: { id }, query: { with: other ?? '' } } },
    { enabled: other !== null, placeholderData: keepPreviousData },
  );

export const useDays = (id: string) =>
  $api.useQuery('get', '/api/segments/{id}/days', { params: { path: { id } } }, { refetchInterval: 6 * EVERY_MS });

export const useVersions = (id: string) =>
  $api.useQuery('get', '/api/segments/{id}/versions', { params: { path: { id } } }, { retry: false });

export interface Edited {
  id: string;
  name: string;
  rule: Record<string, unknown>;
  /** Of the live segment that was edited, 0 for a new one. */
  version: number;
}

export async function saveLive(client: QueryClient, { id, name, rule, version }: Edited): Promise<void> {
  const params = { path: { id }, header: { 'if-match': String(version) } };
  await dataOf(api.PUT('/api/segments/{id}', { params, body: { name, rule } }));
  await refresh(client, '/api/segments');
}

export async function saveDraft(client: QueryClient, { id, name, rule, version: edited }: Edited): Promise<void> {
  await api.PUT('/api/segments/{id}/draft', { params: { path: { id } }, body: { name, rule, edited } });
  await refresh(client, '/api/segments');
}

export async function dropDraft(client: QueryClient, id: string): Promise<void> {
  await api.DELETE('/api/segments/{id}/draft', { params: { path: { id } } });
  await refresh(client, '/api/segments');
}

export async function archive(client: QueryClient, id: string): Promise<void> {
  await api.POST('/api/segments/{id}/archive', { params: { path: { id } } });
  await refresh(client, '/api/segments');
}

/** Creates a fixed list, or renames it. */
export async function saveList(id: string, name: string): Promise<void> {
  await api.PUT('/api/segments/{id}/list', { params: { path: { id } }, body: { name } });
}

export const putOnList = (id: string, by: 'id' | 'email' | 'phone' | 'customer', values: string[]) =>
  dataOf(api.POST('/api/segments/{id}/list', { params: { path: { id } }, body: { by, values } }));

export async function takeOffList(client: QueryClient, id: string, customer: string): Promise<void> {
  const body = { customers: [customer] };
  await api.POST('/api/segments/{id}/list/remove', { params: { path: { id } }, body });
  await Promise.all([refresh(client, '/api/segments'), refresh(client, '/api/members')]);
}
