// The dead letter of a record that cannot be read or handled. Pure.
import { type DeadLetter, Origin } from '@segue/contracts';
import { checkOf } from '@segue/contracts';
import type { Unhandled } from './decode';

export interface Place {
  group: string;
  topic: string;
}

/** Longest reason that is kept, in characters. */
const MAX_REASON = 2_000;
const isOrigin = checkOf(Origin);

/**
 * Returns the dead letter of a record. Its id is the position of the record, so writing it twice
 * stores one. `now` replaces times that the record does not state.
 */
export function deadLetterOf(place: Place, { partition, record, why }: Unhandled, now: number): DeadLetter {
  const { offset, key, value, headers } = record;
  const provenance = provenanceIn(value);
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
    occurredAt: provenance.occurredAt ?? now,
    recordedAt: now,
    origin: provenance.origin ?? 'live',
    cause: null,
  };
}

/** Returns the times and the origin that the bytes state, whatever else is wrong with them. */
function provenanceIn(value: Buffer): Partial<Pick<DeadLetter, 'occurredAt' | 'origin'>> {
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
