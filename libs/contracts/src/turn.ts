// Which of two touchpoints of one instant is the later one.
import type { Touchpoint } from './messages';

/** Digits to base 36 of the receipt in UTC milliseconds: enough until the year 5138. */
const RECEIPT_DIGITS = 9;
/** Digits to base 36 of the place: up to 1,679,615. */
const PLACE_DIGITS = 4;
const LAST_PLACE = 36 ** PLACE_DIGITS - 1;

/**
 * Returns a text by which touchpoints of one instant are ordered: by receipt, by their place among
 * what was received in the same millisecond, then by id. Ingestion stamps both, so that the latest
 * statement of a sender counts, in whatever order the touchpoints are folded.
 */
export function turnOf({ recordedAt, place = 0, id }: Pick<Touchpoint, 'recordedAt' | 'place' | 'id'>): string {
  return `${receiptText(recordedAt)}${placeText(place)}/${id}`;
}

/** The touchpoints of one request have one receipt. */
let latest = { recordedAt: NaN, text: '' };

function receiptText(recordedAt: number): string {
  if (recordedAt !== latest.recordedAt) {
    latest = { recordedAt, text: digits(Math.max(0, recordedAt), RECEIPT_DIGITS) };
  }
  return latest.text;
}

/** The place of each event of a request. */
const PLACES: readonly string[] = Array.from({ length: 1_000 }, (_, place) => digits(place, PLACE_DIGITS));

function placeText(place: number): string {
  return PLACES[place] ?? digits(Math.min(place, LAST_PLACE), PLACE_DIGITS);
}

function digits(value: number, width: number): string {
  return value.toString(36).padStart(width, '0');
}
