// What a record becomes that nobody could read or handle. Pure.
import { type DeadLetter, Origin } from '@segue/contracts';
import { checkOf } from '@segue/contracts';
import type { Buried } from './decode';

export interface Place {
  group: string;
  topic: string;
}

/** Longer ones would not fit the contract's id; the offset at its end tells them apart. */
const MAX_REASON = 2_000;
const isOrigin = checkOf(Origin);

/**
 * Its id is where the record stood, so that burying it twice is burying it once. `now` stands in
 * for the times it does not tell.
 */
export function deadLetterOf(place: Place, { partition, record, why }: Buried, now: number): DeadLetter {
  const { offset, key, value, headers } = record;
  const lived = livedIn(value);
  return {
    v: 1,
    id: [place.group, place.topic, partition, offset].join('/'),
    ...place,
    partition,
    offset,
    key,
    value: value.toString('base64'),
    headers,
    code: why.code,
    path: why.path,
    reason: why.reason.slice(0, MAX_REASON),
    occurredAt: lived.occurredAt ?? now,
    recordedAt: now,
    origin: lived.origin ?? 'live',
    cause: null,
  };
}

/** As much as the bytes say of when and whence, whatever else is wrong with them. */
function livedIn(value: Buffer): Partial<Pick<DeadLetter, 'occurredAt' | 'origin'>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value.toString());
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) return {};
  const { occurredAt, origin } = parsed as Record<string, unknown>;
  return {
    ...(Number.isSafeInteger(occurredAt) ? { occurredAt: occurredAt as number } : {}),
    ...(isOrigin(origin) === null ? { origin: origin as Origin } : {}),
  };
}
