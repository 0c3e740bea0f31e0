// Saves a draft while it is edited. A campaign that is not a draft any more is saved by a button:
// what is saved there counts for the next customer.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, dataOf } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import { type Campaign, type Draft, type Saved, draftOf } from '../campaign';
import { type UnderWay, save } from '../queries';

const TYPING_MS = 800;

export interface SavingState {
  id: string;
  /** The stored campaign; null until it is saved for the first time. */
  stored: Campaign | null;
  /** When it was last saved from this page, UTC milliseconds. */
  savedAt: number | null;
  isBusy: boolean;
  isChanged: boolean;
  /** Whether somebody else has saved another version since. */
  isOvertaken: boolean;
  /** Why the server refused it. */
  fault: ApiFault | null;
  error: unknown;
  saveNow: () => Promise<Saved | null>;
  /** Saves once more, for customers under way to go on by this version. */
  moveNow: () => Promise<Saved | null>;
  /** Saves over the version of somebody else. */
  keepMine: () => Promise<Saved | null>;
}

interface Edited {
  id: string;
  campaign: Campaign;
}

/**
 * @param proposed the id of a campaign that is not stored yet.
 * @param start the campaign that is edited; null for a new one.
 * @param all the campaigns as the server has them, refreshed from time to time.
 * @param isComplete whether the draft can be saved.
 */
export function useSaving(
  proposed: string,
  start: Campaign | null,
  all: readonly Campaign[],
  draft: Draft,
  isComplete: boolean,
): SavingState {
  const client = useQueryClient();
  const [edited, setEdited] = useState<Edited | null>(start && { id: start.id, campaign: start });
  const [isBusy, setBusy] = useState(false);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const busy = useRef(false);
  const id = edited?.id ?? proposed;
  const seen = all.find((one) => one.id === edited?.id) ?? null;
  const text = JSON.stringify(draft);
  const [savedText, setSavedText] = useState(edited === null ? '' : JSON.stringify(draftOf(edited.campaign)));
  const isChanged = text !== savedText;
  const known = edited?.campaign.version ?? 0;
  const isOvertaken =
    !isBusy && ((seen?.version ?? 0) > known || (error instanceof ApiFault && error.code === 'version'));

  const store = async (version: number, underWay?: UnderWay): Promise<Saved | null> => {
    if (busy.current) return null;
    busy.current = true;
    setBusy(true);
    setError(null);
    try {
      const campaign = await save(client, id, JSON.parse(text) as Draft, version, underWay);
      setEdited({ id, campaign });
      setSavedText(text);
      setSavedAt(Date.now());
      // The page stays as it is; loaded again, it shows the stored draft.
      if (edited === null) window.history.replaceState(window.history.state, '', `/campaigns/${id}/edit`);
      return campaign;
    } catch (refused) {
      setError(refused);
      return null;
    } finally {
      busy.current = false;
      setBusy(false);
    }
  };
  const latest = useRef(store);
  latest.current = store;
  const isDraft = (edited?.campaign.state ?? 'draft') === 'draft';
  const isDue = isDraft && isComplete && isChanged && !isBusy && !isOvertaken;
  useEffect(() => {
    if (!isDue) return undefined;
    const timer = setTimeout(() => void latest.current(known), TYPING_MS);
    return () => clearTimeout(timer);
  }, [isDue, text, known]);

  const stored = seen !== null && seen.version >= known ? seen : (edited?.campaign ?? null);
  return {
    ...{ id, stored, savedAt, isBusy, isChanged, isOvertaken, error },
    fault: error instanceof ApiFault && error.code === 'invalid' ? error : null,
    saveNow: () => store(known),
    moveNow: () => store(known, 'move'),
    keepMine: async () => store((await dataOf(api.GET('/api/campaigns/{id}', { params: { path: { id } } }))).version),
  };
}
