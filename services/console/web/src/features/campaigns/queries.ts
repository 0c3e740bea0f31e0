// Queries of the pages about campaigns.
import { type QueryClient, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { $api, api, dataOf } from '../../api/client';
import type { CampaignSummary, TestMessage } from '../../api/types';
import { refresh } from '../../queries/refresh';
import type { Draft, Saved, State } from './campaign';

/** As the API takes it. */
export type UnderWay = 'finish' | 'move';

const EVERY_MS = 5_000;
const PAGE = 20;
const NO_SUMMARIES: readonly CampaignSummary[] = [];

export const useAllCampaigns = (enabled = true, refetchInterval: number | false = EVERY_MS) =>
  $api.useQuery('get', '/api/campaigns', {}, { refetchInterval, enabled });

export const useSummaries = () =>
  $api.useQuery('get', '/api/results', {}, { refetchInterval: EVERY_MS, retry: false }).data ?? NO_SUMMARIES;

export const useEffectOf = (id: string) =>
  $api.useQuery('get', '/api/campaigns/{id}/effect', { params: { path: { id } } }, { refetchInterval: EVERY_MS });

export const useLimits = () => $api.useQuery('get', '/api/limits', {}, { staleTime: 30_000, retry: false }).data;

/** Names of the configured webhooks, and whether e-mail is configured; undefined until known. */
export function useChannels(): { webhooks: string[]; hasEmail: boolean } | undefined {
  const { data } = $api.useQuery('get', '/api/channels', {}, { staleTime: 30_000, retry: false });
  if (data === undefined) return undefined;
  const ids = data.map(({ id, kind }) => ({ id, kind }));
  return {
    webhooks: ids.filter(({ kind }) => kind === 'webhook').map(({ id }) => id),
    hasEmail: ids.some(({ kind }) => kind === 'email'),
  };
}

/**
 * Stores a draft. Rejects with the code `version` where the campaign is not of that version any
 * more.
 * @param version that was edited, 0 for a new campaign.
 * @param underWay whether customers under way finish by their version or go on by this one.
 */
export async function save(
  client: QueryClient,
  id: string,
  draft: Draft,
  version: number,
  underWay: UnderWay = 'finish',
): Promise<Saved> {
  const params = { path: { id }, query: { underWay }, header: { 'if-match': String(version) } };
  const saved = await dataOf(api.PUT('/api/campaigns/{id}', { params, body: draft }));
  await refresh(client, '/api/campaigns');
  return saved;
}

export async function setState(client: QueryClient, id: string, state: State): Promise<void> {
  await api.POST('/api/campaigns/{id}/state', { params: { path: { id } }, body: { state } });
  await Promise.all([refresh(client, '/api/campaigns'), refresh(client, '/api/results')]);
}

export const useTests = (campaign: string, enabled: boolean) =>
  $api.useQuery('get', '/api/deliveries/tests', { params: { query: { campaign } } }, { enabled, retry: false });

export interface Test {
  campaign: string;
  channel: Draft['channel'];
  to: string;
  subject: string;
  body: string;
  outbox: boolean;
}

export async function sendTest(client: QueryClient, test: Test): Promise<TestMessage> {
  const sent = await dataOf(api.POST('/api/deliveries/tests', { body: test }));
  await refresh(client, '/api/deliveries/tests');
  return sent;
}

/** Decisions of a campaign with one reason, newest first. */
export function useDecisionsWith(campaign: string, reason: string) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: ['get', '/api/decisions', { campaign, reason }],
    queryFn: ({ pageParam }) => {
      const query = { campaign, reason, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      const fresh = { staleTime: 0, gcTime: 0 };
      return client.fetchQuery($api.queryOptions('get', '/api/decisions', { params: { query } }, fresh));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}
