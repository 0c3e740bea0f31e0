// The channels of messages. A new channel is added here; until the types, schemas, tables and pages
// that need it have it too, they fail to compile or fail a test.

/** What a consent may name as its channel: also those through which only others send. */
export const CONSENT_CHANNELS = [
  'email',
  'sms',
  'push',
  'webhook',
  'wechat',
  'wecom',
  'phone',
  'post',
  'app',
  'outbox',
] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** How messages are sent; for each, a customer can give and withdraw consent. */
export const CHANNELS = ['email', 'webhook'] as const satisfies readonly ConsentChannel[];
export type ChannelKind = (typeof CHANNELS)[number];

/** Keeps messages for reading and sends nothing. */
export const OUTBOX = 'outbox';

/** What a message may name as its channel. */
export const MESSAGE_CHANNELS = [...CHANNELS, OUTBOX] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];
