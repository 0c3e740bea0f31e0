// The names of tiers, reasons, channels, purposes, services and topics, by the codes that the
// services use. A code without words is shown as it is. Pure.
import type { TFunction } from 'i18next';
import { known } from './known';
import { en } from './words.en';

export function tierInWords(tier: string | null | undefined, t: TFunction): string {
  if (tier === null || tier === undefined) return t('tiers.none');
  return known(en.tiers, 'tiers', tier, t, known(en.rfm, 'rfm', tier, t));
}

export const reasonInWords = (reason: string, t: TFunction): string =>
  known(en.reasons, 'reasons', reason, t, t('reasons.other'));

export const channelInWords = (channel: string, t: TFunction): string => known(en.channels, 'channels', channel, t);

export const purposeInWords = (purpose: string, t: TFunction): string => known(en.purposes, 'purposes', purpose, t);

export const serviceInWords = (service: string, t: TFunction): string => known(en.services, 'services', service, t);

export const topicInWords = (topic: string, t: TFunction): string => known(en.topics, 'topics', topic, t);
