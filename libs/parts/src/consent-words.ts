// The vocabulary of consent: its purposes, and the other words that are read as a channel or a
// purpose. Pure.
import { CONSENT_CHANNELS, type ConsentChannel } from '@segue/contracts';

export const CONSENT_PURPOSES = ['marketing', 'profiling', 'sharing', 'service', 'research'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** Stands for every channel, or every purpose. */
const ALL = 'all';

/** Other words for a channel, as `plain` leaves them. */
const CHANNEL_WORDS: Record<ConsentChannel | typeof ALL, readonly string[]> = {
  email: ['mail', 'emails', 'newsletter', 'newsletters', '电子邮件', '电邮', '邮件', '邮箱'],
  sms: ['text', 'texts', 'textmessage', 'textmessages', 'mms', '短信', '短讯', '手机短信'],
  push: ['pushnotification', 'pushnotifications', 'mobilepush', 'webpush', 'notification', '推送', '推送通知'],
  webhook: [],
  wechat: ['weixin', '微信', '公众号', '微信公众号'],
  wecom: ['wechatwork', 'workwechat', '企业微信', '企微'],
  phone: ['call', 'calls', 'phonecall', 'telephone', 'tel', 'voice', '电话'],
  post: ['postal', 'postalmail', 'directmail', 'letter', 'letters', '邮寄', '信函'],
  app: ['inapp', 'inappmessage', '应用', '应用内', '站内信'],
  outbox: [],
  all: ['any', 'every', 'everything', '全部', '所有'],
};

const PURPOSE_WORDS: Record<ConsentPurpose | typeof ALL, readonly string[]> = {
  marketing: [
    ...['newsletter', 'newsletters', 'promotion', 'promotions', 'promotional', 'promo', 'advertising', 'ads', 'offers'],
    ...['营销', '推广', '促销', '广告', '资讯'],
  ],
  profiling: ['personalization', 'personalisation', 'personalized', 'personalised', '画像', '个性化', '个性化推荐'],
  sharing: ['thirdparty', 'thirdparties', 'datasharing', '共享', '第三方共享'],
  service: ['transactional', 'transaction', 'operational', '服务', '交易'],
  research: ['survey', 'surveys', 'analytics', '调研', '研究', '问卷'],
  all: ['any', 'every', 'everything', '全部', '所有'],
};

const channels = indexOf(CHANNEL_WORDS);
const purposes = indexOf(PURPOSE_WORDS);

/** Returns the channels that a word means: one, or all of them; null for an unknown word. */
export const channelsOf = (word: unknown): readonly ConsentChannel[] | null => meant(channels, CONSENT_CHANNELS, word);

/** Returns the purposes that a word means: one, or all of them; null for an unknown word. */
export const purposesOf = (word: unknown): readonly ConsentPurpose[] | null => meant(purposes, CONSENT_PURPOSES, word);

function meant<T extends string>(
  words: ReadonlyMap<string, T | typeof ALL>,
  every: readonly T[],
  word: unknown,
): readonly T[] | null {
  const name = typeof word === 'string' ? words.get(plain(word)) : undefined;
  if (name === undefined) return null;
  return name === ALL ? every : [name];
}

/** Without width, letter case, spaces and dashes: `E-Mail`, `e mail` and `ｅｍａｉｌ` are one word. */
const plain = (word: string) =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-\u2010-\u2015]+/g, '');

function indexOf<T extends string>(table: Record<T, readonly string[]>): ReadonlyMap<string, T> {
  const names = Object.keys(table) as T[];
  return new Map(names.flatMap((name) => [name as string, ...table[name]].map((word) => [word, name] as const)));
}
