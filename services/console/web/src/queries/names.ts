// Names of segments and campaigns by their ids, in the language of the page.
import { useMemo } from 'react';
import { $api } from '../api/client';
import type { CampaignShown } from '../api/types';
import { useLanguage } from '../i18n/language';
import { inLanguage } from '../words/bilingual';

const STALE_MS = 60_000;

const namesOf = (named: readonly { id: string; name: string }[]): Record<string, string> =>
  Object.fromEntries(named.map(({ id, name }) => [id, name || id]));

export function useSegmentNames() {
  const { data } = $api.useQuery('get', '/api/segments', {}, { staleTime: STALE_MS });
  const language = useLanguage();
  return {
    data: useMemo(() => inLanguage(namesOf(data ?? []), language), [data, language]),
    isKnown: data !== undefined,
  };
}

/** The OpenAPI document does not describe the definition of a campaign. */
const shown = (campaigns: unknown) => campaigns as CampaignShown[];

export const useCampaigns = () => $api.useQuery('get', '/api/campaigns', {}, { staleTime: STALE_MS, select: shown });

export function useCampaignNames() {
  const { data } = useCampaigns();
  const language = useLanguage();
  return { data: useMemo(() => inLanguage(namesOf(data ?? []), language), [data, language]) };
}
