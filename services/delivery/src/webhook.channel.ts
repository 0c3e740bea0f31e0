// A webhook as Standard Webhooks has it: signed, with an id that is the same for every attempt, so that the receiver can drop repetitions.
import type { Action } from '@segue/contracts';
import { Agent, request } from 'undici';
import { Webhook } from 'standardwebhooks';
import { type Channel, SIDE_BY_SIDE } from './channel';
import type { Attempt } from './domain/send';
import { type LookupPolicy, guardedLookup, isForbidden } from './private-addresses';

export interface WebhookSettings {
  url: string;
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secret: string;
}

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
/** A gateway's word, not the receiver's. */
const BAD_GATEWAY = 502;
const GATEWAY_TIMEOUT = 504;

export function webhookChannel({ url, secret }: WebhookSettings, policy: LookupPolicy, now: () => number): Channel {
  const agent = new Agent({
    connect: { lookup: guardedLookup(policy), timeout: TIMEOUT_MS },
    // For both sorts: what stands in line for a connection would be sent long after its consent was looked at.
    connections: 2 * SIDE_BY_SIDE,
    pipelining: 1,
  });
  const signer = new Webhook(secret);
  return {
    send: (action) =>
      isForbidden(url, policy)
        ? Promise.resolve({ kind: 'failed', reason: 'a private address' })
        : post(action, url, signer, agent, now()),
    close: () => agent.close(),
  };
}

async function post(action: Action, url: string, signer: Webhook, agent: Agent, now: number): Promise<Attempt> {
  const body = JSON.stringify(payloadOf(action));
  const at = new Date(now);
  try {
    // Redirects are not followed: they could lead anywhere.
    const { statusCode, body: answer } = await request(url, {
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
    return attemptOf(statusCode);
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'network';
    return { kind: 'retry', reason, mayHaveArrived: !UNCONNECTED.has(reason) };
  }
}

/** What the receiver is told: enough to address the message, nothing more of the profile. */
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

function attemptOf(status: number): Attempt {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `HTTP ${status}`;
  const passing = status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
  const mayHaveArrived = status === BAD_GATEWAY || status === GATEWAY_TIMEOUT;
  return passing ? { kind: 'retry', reason, mayHaveArrived } : { kind: 'failed', reason };
}
