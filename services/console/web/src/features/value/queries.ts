// Queries of the page about value tiers.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { $api, api, dataOf } from '../../api/client';
import { ApiFault, session } from '../../api/session';
import { mayOpen } from '../access';

/** The services look at every customer for a census: it is taken rarely. */
const CENSUS_EVERY_MS = 60_000;

export const DAYS_AHEAD = 30;

/** Only a few of these questions are answered at a time; a refused one is asked again. */
const whenFree = {
  retry: (failures: number, error: unknown) => error instanceof ApiFault && error.status === 429 && failures < 5,
  retryDelay: 700,
};

export const useCensus = () =>
  $api.useQuery(
    'get',
    '/api/tiers/census',
    {},
    { staleTime: CENSUS_EVERY_MS, refetchInterval: CENSUS_EVERY_MS, ...whenFree },
  );

export const useComing = () =>
  $api.useQuery(
    'get',
    '/api/tiers/coming',
    { params: { query: { days: DAYS_AHEAD } } },
    { staleTime: CENSUS_EVERY_MS, refetchInterval: CENSUS_EVERY_MS, ...whenFree },
  );

export interface CutOffs {
  a: number;
  b: number;
  /** For so many days a tier is kept after it was last reached. */
  keepDays?: number;
}

/** The cut-offs in force and the version in which they were saved; 0 for the standard ones. */
export const useCutOffs = () =>
  $api.useQuery(
    'get',
    '/api/settings',
    {},
    {
      // The OpenAPI document does not describe the fields of a setting.
      select: ({ value, versions, brand, model }) => ({
        ...(value as unknown as CutOffs),
        currency: brand.currency,
        waits: (model as { waits?: boolean }).waits ?? false,
        version: versions.find(({ kind }) => kind === 'value')?.version ?? 0,
      }),
    },
  );

/** Who would move under a draft. The last answer stays until the next one. */
export const usePreview = (draft: CutOffs) =>
  useQuery({
    queryKey: ['post', '/api/tiers/preview', draft],
    queryFn: () => dataOf(api.POST('/api/tiers/preview', { body: draft as never })),
    placeholderData: keepPreviousData,
    ...whenFree,
  });

/** Whether the user may save cut-offs; undefined until known. */
export const useMaySave = (): boolean | undefined =>
  useQuery({
    queryKey: ['session'],
    queryFn: session,
    staleTime: Infinity,
    select: (user) => mayOpen(user, 'settings:write'),
  }).data;

/** A way from tier to tier, and how it was counted: its customers can be listed. */
export type People =
  | { kind: 'coming'; scheme: 'value' | 'rfm'; from: string; to: string }
  | { kind: 'moved'; from: string | null; to: string; since: string }
  | { kind: 'listed'; name: string; customers: readonly string[] };

export interface Person {
  customer: string;
  /** When the change comes or came; null where there is none. */
  at: string | null;
}

interface PeoplePage {
  items: Person[];
  next: string | null;
}

const PAGE = 25;

/** Pages of the customers behind a number. */
export const usePeople = (people: People) =>
  useInfiniteQuery({
    queryKey: ['people', people],
    queryFn: ({ pageParam }) => peopleOf(people, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    ...whenFree,
  });

async function peopleOf(people: People, cursor: string | undefined): Promise<PeoplePage> {
  const page = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
  if (people.kind === 'listed')
    return { items: people.customers.map((customer) => ({ customer, at: null })), next: null };
  if (people.kind === 'coming') {
    const { scheme, from, to } = people;
    const query = { scheme, from, to, days: DAYS_AHEAD, ...page };
    return dataOf(api.GET('/api/tiers/coming/customers', { params: { query } }));
  }
  const { from, to, since } = people;
  const query = { kind: 'tier' as const, subject: 'value', since, from: from ?? '', to, ...page };
  const { items, next } = await dataOf(api.GET('/api/transitions', { params: { query } }));
  return { items: items.map(({ customer, occurredAt }) => ({ customer, at: occurredAt })), next };
}

/** Names of customers by their ids. */
export const useCalled = (ids: readonly string[]) =>
  $api.useQuery(
    'get',
    '/api/customers',
    { params: { query: { ids: ids.join(','), limit: 200 } } },
    {
      enabled: ids.length > 0,
      placeholderData: keepPreviousData,
      select: ({ items }) => new Map(items.map((one) => [one.customer, one])),
    },
  );
