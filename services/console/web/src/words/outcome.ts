// How a decision ended. What only went to the outbox was written, not sent. Pure.
import type { TFunction } from 'i18next';
import type { Decision } from '../api/client';

export const outcomeOf = (outcome: string, channel: string | null): 'sent' | 'written' | 'held' | 'deferred' => {
  if (outcome === 'sent') return channel === 'outbox' ? 'written' : 'sent';
  return outcome === 'deferred' ? 'deferred' : 'held';
};

export const outcomeInWords = ({ outcome, content }: Pick<Decision, 'outcome' | 'content'>, t: TFunction): string =>
  t(`why.${outcomeOf(outcome, (content as { channel?: string } | null)?.channel ?? null)}`);
