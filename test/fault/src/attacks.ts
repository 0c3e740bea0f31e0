// Requests of hostile senders, each of which exceeds another limit.
import { gzipSync } from 'node:zlib';

type Event = Record<string, unknown>;
export interface HostileRequest {
  path: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}
/** Returns the n-th request of a hostile sender. */
type Attack = (n: number) => HostileRequest;

const batchOf = (events: Event[]) => ({ path: 'batch', body: JSON.stringify({ batch: events }) });
const many = (count: number, make: (index: number) => Event): Event[] =>
  Array.from({ length: count }, (_, i) => make(i));

/**
 * A request with the maximum number of events, all invalid, and a body that decompresses to 20 MB.
 */
const ZEROS = gzipSync(`{"batch":[${'0,'.repeat(9_999)}0]}`);
const BOMB = gzipSync(Buffer.alloc(20_000_000, 32));

export const ATTACKS: Record<string, Attack> = {
  'ever new consents of one customer': (n) =>
    batchOf(
      many(50, (i) => ({
        type: 'track',
        event: i % 2 === 0 ? 'Consent Granted' : 'Consent Withdrawn',
        userId: 'crowded-by-consents',
        properties: { channel: i % 4 < 2 ? 'email' : `c${n}-${i}`, purpose: `p${n}-${i}` },
      })),
    ),
  'ever new traits, as large as they may be': (n) =>
    batchOf(
      many(10, (i) => ({
        type: 'identify',
        userId: 'crowded-by-traits',
        traits: Object.fromEntries(many(30, (t) => ({ t })).map((_, t) => [`t${n}-${i}-${t}`, 'x'.repeat(450)])),
        context: { timezone: `Zone/${n}-${i}`, locale: `l${n}-${i}` },
      })),
    ),
  'ever new visitors who are one customer': (n) =>
    batchOf(many(50, (i) => ({ type: 'identify', userId: 'crowded-by-visitors', anonymousId: `v${n}-${i}` }))),
  'batches as large as they may be, and larger': (n) => ({
    path: 'batch',
    body: n % 2 === 0 ? ZEROS : BOMB,
    headers: { 'content-encoding': 'gzip' },
  }),
  'what campaigns answer to, again and again': (n) =>
    batchOf(
      many(50, (i) => ({
        type: 'track',
        event: 'Store Visited',
        userId: 'crowded-by-visits',
        properties: { [`p${n}-${i}`]: `v${n}-${i}`, list: many(200, (value) => ({ value })) },
      })),
    ),
};

export const ATTACK_NAMES = Object.keys(ATTACKS);
