// Which of two touchpoints of one instant is the later one.
import type { Touchpoint } from './messages';

/** Digits to base 36 of the receipt in UTC milliseconds: enough until the year 5138. */
const RECEIPT_DIGITS = 9;
/** Digits to base 36 of the place: up to 1,679,615. */
const PLACE_DIGITS = 4;
const LAST_PLACE = 36 ** PLACE_DIGITS - 1;

/**
 * Returns a text by which touchpoints of one instant are ordered: by receipt, by their place among
 * what was received in the same millisecond, then by id. Ingestion stamps both, so that the last
 * word of a sender is the last one that it said, in whatever order the touchpoints are folded.
 */
export function turnOf({ recordedAt, place = 0, id }: Pick<Touchpoint, 'recordedAt' | 'place' | 'id'>): string {
  const receipt = Math.max(0, recordedAt).toString(36).padStart(RECEIPT_DIGITS, '0');
  return `${receipt}${Math.min(place, LAST_PLACE).toString(36).padStart(PLACE_DIGITS, '0')}/${id}`;
}
