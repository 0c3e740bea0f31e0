// Names of tiers, reasons, channels: what the services call by code, as people say it.
import type { TFunction } from 'i18next';
import { en } from '../i18n/en';

const has = (table: object, name: string) => Object.hasOwn(table, name);

export function tierInWords(tier: string | null | undefined, t: TFunction): string {
  if (tier === null || tier === undefined) return t('tiers.none');
  if (has(en.tiers, tier)) return t(`tiers.${tier}` as 'tiers.MVC');
  return has(en.rfm, tier) ? t(`rfm.${tier}` as 'rfm.New') : tier;
}

export const reasonInWords = (reason: string, t: TFunction): string =>
  has(en.reasons, reason) ? t(`reasons.${reason}` as 'reasons.cap') : t('reasons.other');

export const channelInWords = (channel: string, t: TFunction): string =>
  has(en.customer.channel, channel) ? t(`customer.channel.${channel}` as 'customer.channel.email') : channel;

export const purposeInWords = (purpose: string, t: TFunction): string =>
  has(en.customer.purpose, purpose) ? t(`customer.purpose.${purpose}` as 'customer.purpose.marketing') : purpose;

export const serviceInWords = (service: string, t: TFunction): string =>
  has(en.operate.services, service) ? t(`operate.services.${service}` as 'operate.services.profile') : service;

export const topicInWords = (topic: string, t: TFunction): string =>
  has(en.operate.topics, topic) ? t(`operate.topics.${topic}` as 'operate.topics.profiles') : topic;
