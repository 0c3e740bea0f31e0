// The settings of channels: their fields, the valid values, and the conversion of earlier versions.
// Pure.

/**
 * `implicit`: TLS from the first byte. `starttls`: upgraded before anything is sent, or not sent.
 * `none`: unencrypted.
 */
export const TLS_CHOICES = ['implicit', 'starttls', 'none'] as const;
export type Tls = (typeof TLS_CHOICES)[number];

export interface EmailSettings {
  host: string;
  port: number;
  /** Null for a server that requires no login. */
  user: string | null;
  tls: Tls;
  /** The sender's address. */
  from: string;
  fromName: string | null;
  /**
   * Domain and selector of the public key in DNS, by which messages are signed. Null, or absent in
   * settings of earlier versions: they are not signed.
   */
  dkimDomain?: string | null;
  dkimSelector?: string | null;
}

export interface WebhookSettings {
  /** Without its query, which may hold a token and is kept sealed. */
  url: string;
}

export interface EmailSecrets {
  password: string | null;
  /** PEM of an RSA key. */
  dkimKey?: string | null;
}

export interface WebhookSecrets {
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secret: string;
  /** The query of the URL, with its question mark; may be empty. */
  query: string;
}

export type Channel =
  | { kind: 'email'; settings: EmailSettings; secrets: EmailSecrets }
  | { kind: 'webhook'; settings: WebhookSettings; secrets: WebhookSecrets };

export const MAX_URL_LENGTH = 2000;
export const MAX_ADDRESS_LENGTH = 254;
/** A host name, an IPv4 or an IPv6 address. Underscores occur in names of internal networks. */
export const HOST = /^(?=.{1,253}$)(?:\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;
/** One mailbox: excludes display names, lists, comments and control characters. */
export const ADDRESS = /^[^\s@<>()[\],;:\\"\u0000-\u001f\u007f]+@[^\s@<>()[\],;:\\"'\u0000-\u001f\u007f]+$/;
/** A line of text. */
export const TEXT = /^[^\u0000-\u001f\u007f]+$/;
/** Labels of a domain name, as DKIM selectors are too (RFC 6376 3.1). */
export const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
export const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

export function isWebhookUrl(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || !/^https?:\/\/[^\s\\]+$/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** Splits a valid webhook URL into the part that may be shown and the part that is kept sealed. */
export function partsOf(text: string): { url: string; query: string } {
  const url = new URL(text);
  const { search } = url;
  url.search = '';
  url.hash = '';
  return { url: url.href, query: search };
}

/**
 * Settings as stored until version 1, `{url, from}` and `{url, secret}`. Unreadable fields are
 * null.
 */
export interface Former {
  settings: { [field in keyof (EmailSettings & WebhookSettings)]?: string | number | null };
  secrets: { [field in keyof (EmailSecrets & WebhookSecrets)]?: string | null };
  /**
   * Why the channel cannot be used as it was configured; null if it can. Quotes none of its
   * settings.
   */
  fault: string | null;
}

export function readFormer(kind: Channel['kind'], stored: string): Former {
  const { url, from, secret } = JSON.parse(stored) as { url?: unknown; from?: unknown; secret?: unknown };
  return kind === 'email'
    ? formerEmail(String(url ?? ''), String(from ?? ''))
    : formerWebhook(String(url ?? ''), String(secret ?? ''));
}

const EMAIL_FIELDS = 'set host, port, user, password, tls and from';
const IMPLICIT_TLS_PORT = 465;
const SUBMISSION_PORT = 587;

function formerEmail(text: string, from: string): Former {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSmtp = url !== null && /^smtps?:$/.test(url.protocol);
  const sender = ADDRESS.test(from) && from.length <= MAX_ADDRESS_LENGTH ? from : null;
  if (!isSmtp) {
    const settings = { host: null, port: null, user: null, tls: null, from: sender, fromName: null };
    return { settings, secrets: { password: null }, fault: `its address is not smtp:// or smtps://: ${EMAIL_FIELDS}` };
  }
  const isImplicit = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decoded(url.username);
  const settings = {
    host: HOST.test(host) ? host : null,
    port: Number(url.port) || (isImplicit ? IMPLICIT_TLS_PORT : SUBMISSION_PORT),
    user: user === '' ? null : user,
    tls: isImplicit ? 'implicit' : 'starttls',
    from: sender,
    fromName: null,
  };
  const password = decoded(url.password);
  return {
    settings,
    secrets: { password: user === '' || password === '' ? null : password },
    fault: formerEmailFault(url, settings),
  };
}

function formerEmailFault(url: URL, { host, from, user }: Former['settings']): string | null {
  if (url.search !== '' || url.hash !== '' || url.pathname.replace('/', '') !== '')
    return `its address carried options, which are not accepted: ${EMAIL_FIELDS}`;
  if (host === null) return `its address names no host: ${EMAIL_FIELDS}`;
  if (from === null) return `its sender is not an e-mail address: ${EMAIL_FIELDS}`;
  if (user !== null && (url.password === '' || !TEXT.test(String(user))))
    return `its login is not complete: ${EMAIL_FIELDS}`;
  return null;
}

function formerWebhook(text: string, secret: string): Former {
  const isUrl = isWebhookUrl(text);
  const isSecret = WEBHOOK_SECRET.test(secret);
  const { url, query } = isUrl ? partsOf(text) : { url: null, query: '' };
  const fault = isUrl
    ? isSecret
      ? null
      : 'its secret is not as Standard Webhooks writes it: set url and secret'
    : 'its address is not an http:// or https:// URL without credentials: set url and secret';
  return { settings: { url }, secrets: { secret: isSecret ? secret : null, query }, fault };
}

/** Decodes percent-encoding; returns text that cannot be decoded unchanged. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
