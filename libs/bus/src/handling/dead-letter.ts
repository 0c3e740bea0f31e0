// The dead letter of a record that cannot be read or handled. Pure.
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
 * The id of a dead letter is the position of its record, so that writing it twice adds one. `now`
 * stands for times that the record does not state.
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

/** Returns the times and the origin that the bytes state, whatever else is wrong with them. */
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
