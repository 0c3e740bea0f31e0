// A webhook according to Standard Webhooks: signed, with an id that is the same for every attempt,
// so that the receiver can drop duplicates.
import type { Action } from '@segue/contracts';
import { Agent, request } from 'undici';
import { Webhook } from 'standardwebhooks';
import { type Channel, SIDE_BY_SIDE } from './channel';
import type { WebhookSecrets, WebhookSettings } from './domain/channel-settings';
import { retryAfterMs } from './domain/retry-after';
import type { Attempt } from '../sending/domain/send';
import { PRIVATE_TARGET, type TargetGuard } from './private-addresses';

const TIMEOUT_MS = 10_000;
/** Nothing went out: there was no connection to send it on. */
const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TOO_MANY_REQUESTS = 429;
const SERVICE_UNAVAILABLE = 503;
/** Status of a gateway, which does not know whether the receiver took the message. */
const BAD_GATEWAY = 502;
const GATEWAY_TIMEOUT = 504;

const PRIVATE: Attempt = { kind: 'failed', reason: 'the webhook has a private address' };

export function webhookChannel(
  { url: shown }: WebhookSettings,
  { secret, query }: WebhookSecrets,
  guard: TargetGuard,
  now: () => number,
): Channel {
  const agent = new Agent({
    connect: { lookup: guard.lookup, timeout: TIMEOUT_MS },
    // Enough for both classes: a message that waits for a connection would be sent long after its
    // consent was checked.
    connections: 2 * SIDE_BY_SIDE,
    pipelining: 1,
  });
  const signer = new Webhook(secret);
  const url = `${shown}${query}`;
  const isForbidden = guard.forbids(new URL(url).hostname);
  return {
    send: (action) => (isForbidden ? Promise.resolve(PRIVATE) : post(action, url, signer, agent, now())),
    close: () => agent.close(),
  };
}

async function post(action: Action, url: string, signer: Webhook, agent: Agent, now: number): Promise<Attempt> {
  const body = JSON.stringify(payloadOf(action));
  const at = new Date(now);
  try {
    // Redirects are not followed: they could lead anywhere.
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      headers: {
        'content-type': 'application/json',
        'webhook-id': action.id,
        'webhook-timestamp': String(Math.floor(now / 1000)),
        'webhook-signature': signer.sign(action.id, at, body),
        'idempotency-key': action.id,
      },
      body,
    });
    await answer.dump();
    return attemptOf(statusCode, retryAfterMs([headers['retry-after'] ?? ''].flat()[0] ?? '', now));
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'network';
    if (reason === PRIVATE_TARGET) return PRIVATE;
    return { kind: 'retry', reason, mayHaveArrived: !UNCONNECTED.has(reason) };
  }
}

/**
 * Returns the body: what the receiver needs to address the message, nothing more of the profile.
 */
function payloadOf({
  id,
  campaign,
  campaignVersion,
  customer,
  identities,
  content,
  occurredAt,
  class: messageClass,
}: Action) {
  return {
    type: 'message',
    timestamp: new Date(occurredAt).toISOString(),
    data: { id, campaign, campaignVersion, class: messageClass, customer, identities, ...content },
  };
}

/**
 * Returns the outcome of an attempt.
 * @param askedMs the pause that the receiver asks for; it counts where the status means "not now"
 * (RFC 9110, 10.2.3).
 */
function attemptOf(status: number, askedMs: number | null): Attempt {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `HTTP ${status}`;
  const passing = status === 408 || status === 409 || status === 425 || status === TOO_MANY_REQUESTS || status >= 500;
  if (!passing) return { kind: 'failed', reason };
  const mayHaveArrived = status === BAD_GATEWAY || status === GATEWAY_TIMEOUT;
  const isAsked = askedMs !== null && (status === TOO_MANY_REQUESTS || status === SERVICE_UNAVAILABLE);
  return { kind: 'retry', reason, mayHaveArrived, ...(isAsked && { afterMs: askedMs }) };
}
