// A webhook as the quarantine keeps it, and again as it is taken from there. Pure.
import { isPlain } from '../../accept/domain/body';
import { textIn } from './fields';
import type { WebhookHeaders } from './reading';

/** A webhook whose signature was checked. */
export interface Received<Body = unknown> {
  topic: string;
  headers: WebhookHeaders;
  body: Body;
}

/** Header fields that a reader needs beside the topic; none of them proves who the sender is. */
const isRead = (name: string): boolean => name === 'content-type' || name === 'webhook-id' || name.startsWith('ce-');

/** Returns what is kept: the payload last, since a long text is cut. */
export const keptOf = ({ topic, headers, body }: Received): Record<string, unknown> => ({
  event: topic,
  headers: readIn(headers),
  payload: body,
});

const readIn = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      isRead(name) && typeof value === 'string' ? [[name, value.slice(0, 512)]] : [],
    ),
  );

interface Kept {
  id: number;
  /** Name of the entry: the topic as it came. */
  name: string;
  /** JSON, perhaps cut. */
  event: string;
}

/**
 * Returns the webhook of an entry with a corrected event. Its topic and headers are those of the
 * event, else as they came. A webhook without an id of its own has that of the entry.
 */
export function webhookOf(kept: Kept, event: Readonly<Record<string, unknown>>): Received {
  const topic = textIn(event.event) || kept.name;
  const own = isPlain(event.headers) ? event.headers : headersIn(kept.event);
  const headers = {
    ...{ 'x-shopify-topic': topic, 'x-wc-webhook-topic': topic, 'webhook-id': `quarantine/${kept.id}` },
    ...readIn(own),
  };
  return { topic, headers, body: event.payload };
}

/** What stands before the payload is there also where the text was cut. In it, `"` is escaped. */
function headersIn(text: string): Record<string, unknown> {
  const end = text.indexOf(',"payload":');
  try {
    const { headers } = JSON.parse(`${text.slice(0, end)}}`) as { headers?: unknown };
    return isPlain(headers) ? headers : {};
  } catch {
    return {};
  }
}
