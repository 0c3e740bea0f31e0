// Counts whom a draft would reach, portion by portion, while it is edited.
import { useEffect, useState } from 'react';
import { api, dataOf } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import type { Draft } from '../campaign';
import { type Audience, isOpen, withPortion } from './waterfall';

const TYPING_MS = 600;
const BUSY_MS = 1_000;
const BUSY = 429;

export interface AudienceCount {
  audience: Audience | null;
  error: unknown;
  isRunning: boolean;
}

/** The parts of a draft that decide whom it reaches and which fields it reads. */
const askedBy = (draft: Draft): string => JSON.stringify({ ...draft, name: 'preview' });

/** @param draft null while it is not complete: the last count stays, and nothing is asked. */
export function useAudience(id: string, draft: Draft | null, round: number): AudienceCount {
  const [state, setState] = useState<AudienceCount>({ audience: null, error: null, isRunning: false });
  const key = draft === null ? null : askedBy(draft);
  useEffect(() => {
    if (key === null) return undefined;
    const stopping = new AbortController();
    const timer = setTimeout(() => {
      setState((now) => ({ ...now, isRunning: true }));
      void count(id, JSON.parse(key) as Draft, stopping.signal, setState);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [id, key, round]);
  return state;
}

async function count(
  id: string,
  draft: Draft,
  signal: AbortSignal,
  report: (state: AudienceCount) => void,
): Promise<void> {
  let audience: Audience | null = null;
  while (!signal.aborted) {
    try {
      const after: string | null = audience?.next ?? null;
      const body = { draft, ...(after !== null && { after }) };
      const asked = api.POST('/api/campaigns/{id}/audience', { params: { path: { id } }, body, signal });
      audience = withPortion(audience, await dataOf(asked));
      if (signal.aborted) return;
      report({ audience, error: null, isRunning: isOpen(audience) });
      if (!isOpen(audience)) return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiFault && error.status === BUSY)) return report({ audience, error, isRunning: false });
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    }
  }
}
