// The outcome of a decision. A message that went to the outbox only is written, not sent. Pure.
import type { TFunction } from 'i18next';
import type { Decision } from '../../api/types';

type Ended = 'sent' | 'written' | 'held' | 'deferred' | 'waitOver';

/** @param isOver whether a wait has ended. */
export const outcomeOf = (outcome: string, channel: string | null, isOver = false): Ended => {
  if (outcome === 'sent') return channel === 'outbox' ? 'written' : 'sent';
  if (outcome === 'deferred') return isOver ? 'waitOver' : 'deferred';
  return 'held';
};

type Outcome = Pick<Decision, 'outcome' | 'content'> & Partial<Pick<Decision, 'endedBy'>>;

export const outcomeInWords = ({ outcome, content, endedBy = null }: Outcome, t: TFunction): string =>
  t(`why.${outcomeOf(outcome, (content as { channel?: string } | null)?.channel ?? null, endedBy !== null)}`);
