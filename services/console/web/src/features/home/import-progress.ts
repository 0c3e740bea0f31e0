// The progress of an import: events that are in, and messages that wait.
import { useHealth, useHistory } from '../../queries/operations';

interface Importing {
  /** Events that are in so far. */
  done: number;
  /** Events and profiles that wait to be read. */
  unread: number;
  /** Milliseconds left at the pace so far; null while unknown. */
  remainingMs: number | null;
}

/** The share that is in, from 0 to 1. The sender may still add events. */
export const shareOf = ({ done, unread }: Importing): number => (done === 0 ? 0 : done / (done + unread));

const LATELY_MS = 15_000;
const LOOK_EVERY_MS = 2_000;

/**
 * Returns the progress of the latest import; null where none is under way.
 * @param isOff another panel shows what comes in
 */
export function useImport(isOff: boolean): Importing | null {
  const { data: waves = [], dataUpdatedAt: now } = useHistory();
  const { data: health } = useHealth(LOOK_EVERY_MS);
  const wave = waves.find(({ origin }) => origin === 'import' || origin === 'backfill');
  const unread = (health?.services ?? [])
    .flatMap(({ status }) => status?.lag ?? [])
    .filter(({ topic }) => ['touchpoints-bulk', 'touchpoints', 'profiles'].includes(topic))
    .reduce((sum, one) => sum + one.unread, 0);
  const isOn = !isOff && wave !== undefined && now - Date.parse(wave.until) < LATELY_MS && unread > 0;
  if (!isOn) return null;
  const elapsed = Math.max(1, now - Date.parse(wave.from));
  const pace = wave.touchpoints / elapsed;
  return { done: wave.touchpoints, unread, remainingMs: pace > 0 ? unread / pace : null };
}
