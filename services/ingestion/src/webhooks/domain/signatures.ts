// Signatures of webhooks, over the bytes as they came. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type WebhookHeaders, oneOf } from './reading';
import type { WebhookSystem } from './systems';

/** Seconds by which the time of a signed webhook may differ from now. */
const TOLERANCE_S = 300;

export interface Signed {
  headers: WebhookHeaders;
  raw: Buffer;
  /** Valid secrets: the present one and, during a rotation, another. */
  secrets: readonly string[];
  /** UTC milliseconds. */
  now: number;
}

/**
 * Why a webhook is not known to be of its sender. `signature`: it is wrong; `signature_missing`;
 * `signature_late`: its time is too far away; `secret_missing`: the source has none yet;
 * `write_key`: that of the source is missing or wrong.
 */
export const UNSIGNED = ['signature', 'signature_missing', 'signature_late', 'secret_missing', 'write_key'] as const;

export interface SignatureFault {
  code: (typeof UNSIGNED)[number];
  /** In words for the sender. */
  message: string;
}

/** Returns what is wrong with the signature; null where one is right. */
export type SignatureCheck = (signed: Signed) => SignatureFault | null;

/** CloudEvents have no signature: their sender has a write key. */
export const SIGNATURES: Readonly<Record<Exclude<WebhookSystem, 'cloudevents'>, SignatureCheck>> = {
  shopify: (signed) => plainFault(signed, 'x-shopify-hmac-sha256'),
  woocommerce: (signed) => plainFault(signed, 'x-wc-webhook-signature'),
  stripe: stripeFault,
  standard: standardFault,
};

const WRONG: SignatureFault = {
  code: 'signature',
  message: 'the signature was made with another secret, or the body was changed on the way',
};

const missing = (message: string): SignatureFault => ({ code: 'signature_missing', message });

/** Base64 of the HMAC-SHA256 of the body. */
function plainFault({ headers, raw, secrets }: Signed, header: string): SignatureFault | null {
  const given = one(headers[header]);
  if (given === '') return missing(`the header ${header} is missing`);
  const isRight = secrets.some((secret) => isEqual(given, hmac(secret, [raw], 'base64')));
  return isRight ? null : WRONG;
}

/** `t=…,v1=…`, hexadecimal, over `t.body`; several v1 while Stripe rotates its secret. */
function stripeFault({ headers, raw, secrets, now }: Signed): SignatureFault | null {
  const given = one(headers['stripe-signature']);
  if (given === '') return missing('the header stripe-signature is missing');
  const pairs = given.split(',').map((pair) => pair.trim().split('=', 2));
  const at = pairs.find(([name]) => name === 't')?.[1] ?? '';
  const late = lateFault(at, now);
  if (late !== null) return late;
  const signatures = pairs.flatMap(([name, value]) => (name === 'v1' && value !== undefined ? [value] : []));
  return anyOf(signatures, secrets, (secret) => hmac(secret, [`${at}.`, raw], 'hex'));
}

/** `v1,base64 v1,base64 …` over `id.timestamp.body`; the secret is base64 after `whsec_`. */
function standardFault({ headers, raw, secrets, now }: Signed): SignatureFault | null {
  const [id, at, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => one(headers[name]));
  if (!id || !at || !given)
    return missing('the headers webhook-id, webhook-timestamp and webhook-signature are needed');
  const late = lateFault(at, now);
  if (late !== null) return late;
  const signatures = given.split(' ').flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []));
  return anyOf(signatures, secrets, (secret) => hmac(standardKey(secret), [`${id}.${at}.`, raw], 'base64'));
}

const STANDARD_PREFIX = 'whsec_';

export const standardKey = (secret: string): Buffer =>
  Buffer.from(secret.startsWith(STANDARD_PREFIX) ? secret.slice(STANDARD_PREFIX.length) : secret, 'base64');

function lateFault(at: string, now: number): SignatureFault | null {
  const late = (message: string): SignatureFault => ({ code: 'signature_late', message });
  if (!/^\d{1,12}$/.test(at)) return late('the time of the signature is not in Unix seconds');
  const isNear = Math.abs(now / 1000 - Number(at)) <= TOLERANCE_S;
  return isNear ? null : late(`the time of the signature is more than ${TOLERANCE_S} seconds away`);
}

/** More signatures than any sender has are not looked at. */
const MAX_SIGNATURES = 10;

function anyOf(
  given: readonly string[],
  secrets: readonly string[],
  make: (secret: string) => string,
): SignatureFault | null {
  const right = secrets.map(make);
  const isRight = given.slice(0, MAX_SIGNATURES).some((one) => right.some((own) => isEqual(one, own)));
  return isRight ? null : WRONG;
}

function hmac(key: string | Buffer, parts: readonly (string | Buffer)[], form: 'hex' | 'base64'): string {
  const sum = createHmac('sha256', key);
  for (const part of parts) sum.update(part);
  return sum.digest(form);
}

/** Compares in constant time; the length of a signature is no secret. */
function isEqual(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const one = (value: WebhookHeaders[string]): string => (oneOf(value) ?? '').trim();
