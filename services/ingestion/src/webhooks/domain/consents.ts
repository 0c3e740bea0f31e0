// Consents in webhooks. Pure.
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { identified } from './reading';
import type { Named } from './person';

interface Consent {
  channel: 'email' | 'sms';
  isGranted: boolean;
  /** ISO 8601; undefined: the time of receipt. */
  at: string | undefined;
}

/** @param about what the event is about, for its id. */
export function consentEvent(about: string, person: Named, { channel, isGranted, at }: Consent): SegmentEvent {
  return identified(`${about}/consent`, {
    type: 'track',
    event: isGranted ? 'Consent Granted' : 'Consent Withdrawn',
    ...person,
    properties: { channel, purpose: 'marketing' },
    ...(at !== undefined && { timestamp: at }),
  });
}
