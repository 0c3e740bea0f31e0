// Presets: campaigns to begin from, and the draft that is made of one.
import type { QueryClient } from '@tanstack/react-query';
import { $api, api, dataOf } from '../../../api/client';
import type { paths } from '../../../api/schema';
import { ApiFault } from '../../../api/session';
import type { Language } from '../../../i18n/languages';
import { refresh } from '../../../queries/refresh';
import { idFor } from '../campaign';
import { save } from '../queries';

export type Preset = paths['/api/campaign-presets']['get']['responses']['200']['content']['application/json'][number];

export const usePresets = () => $api.useQuery('get', '/api/campaign-presets', {});

/** The key of a preset's wording in the language of the page. */
export const wordingIn = (language: Language): 'en' | 'zh' => (language === 'zh-CN' ? 'zh' : 'en');

/**
 * Saves the segment of a preset where there is none, then its draft, and returns the id of the new
 * campaign. A second attempt after a fault finds the segment and goes on with the draft.
 */
export async function begin(client: QueryClient, preset: Preset, language: Language): Promise<string> {
  const wording = wordingIn(language);
  if (preset.segment !== null && !preset.segment.exists) await saveSegment(client, preset.segment, wording);
  const campaigns = await dataOf(api.GET('/api/campaigns'));
  const id = idFor(
    preset.id,
    campaigns.map((one) => one.id),
  );
  await save(client, id, preset.draft[wording], 0);
  await refresh(client, '/api/campaign-presets');
  return id;
}

async function saveSegment(
  client: QueryClient,
  { id, name, rule }: NonNullable<Preset['segment']>,
  wording: 'en' | 'zh',
): Promise<void> {
  const params = { path: { id }, header: { 'if-match': '0' } };
  try {
    await dataOf(api.PUT('/api/segments/{id}', { params, body: { name: name[wording], rule } }));
  } catch (error) {
    // There is one of this id by now.
    if (!(error instanceof ApiFault) || error.code !== 'version') throw error;
  }
  await refresh(client, '/api/segments');
}
