// Odd batches, bodies, encodings, headers and paths of requests to the ingestion API.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { ODD_BODIES, ODD_BYTES, ODD_PARTS, ODD_TYPES, ODD_VALUES, type Question, written } from './question';
import { CALLS, type Sender, SENDERS, validEvent, type Asked, send, byAll } from './sending';

export function oddBatches(): Asked[] {
  const event = (sender: Sender) => ({ ...validEvent('page', sender), type: 'page' });
  const whole: [string, unknown][] = [
    ...[undefined, null, 'x', 7, true, {}].map((batch): [string, unknown] => [`batch: ${String(batch)}`, { batch }]),
    ['no events', { batch: [] }],
    ['events that are none', { batch: [null, true, 7, 'x', [], {}, [[]]] }],
    ['a batch in a batch', { batch: [{ batch: [] }] }],
    ['10,001 zeros', { batch: Array(10_001).fill(0) }],
    ['1,000 zeros', { batch: Array(1_000).fill(0) }],
    ['500 events that are none', { batch: Array(500).fill({ type: 'track' }) }],
    ...ODD_VALUES.slice(0, 16).map((context): [string, unknown] => ['a context for all', { context, batch: [0] }]),
    ...ODD_VALUES.slice(0, 16).map((writeKey): [string, unknown] => ['a key in the body', { writeKey, batch: [0] }]),
  ];
  return byAll((sender) => [
    ...whole.map(([about, body]) => send(about, 'batch', written(body), sender)),
    send(
      'an event that is too large',
      'page',
      written({ ...event(sender), properties: { x: 'x'.repeat(33_000) } }),
      sender,
    ),
    send(
      'a large one in a batch',
      'batch',
      written({ batch: [{ ...event(sender), properties: { x: 'x'.repeat(33_000) } }] }),
      sender,
    ),
    send('bytes behind the body', 'page', `${written(event(sender))}\u0000`, sender),
    send('a body twice', 'page', written(event(sender)).repeat(2), sender),
    send('a field twice', 'page', `{"userId":"a","userId":"b",${written(event(sender)).slice(1)}`, sender),
  ]);
}

export const oddBodies = (): Asked[] =>
  byAll((sender) =>
    [...ODD_BODIES, ...ODD_BYTES].flatMap(([about, body], at) => [
      send(about, CALLS[at % CALLS.length] ?? 'track', body, sender),
      ...(sender === 'server' ? [send(about, 'batch', body, sender)] : []),
    ]),
  );

export function oddEncodings(): Asked[] {
  const plain = Buffer.from(written(validEvent('page', 'nobody')));
  const zipped = gzipSync(plain);
  const bodies: [string, Buffer][] = [
    ['plain', plain],
    ['gzip', zipped],
    ['gzip cut off', zipped.subarray(0, -9)],
    ['the start of gzip', zipped.subarray(0, 3)],
    ['broken gzip', Buffer.concat([zipped.subarray(0, 20), Buffer.alloc(40, 0x55)])],
    ['gzip in gzip', gzipSync(zipped)],
    ['gzip with bytes behind', Buffer.concat([zipped, Buffer.from('x')])],
    ['deflate without its frame', deflateRawSync(plain)],
    ['much of nothing', gzipSync(Buffer.alloc(4_000_000))],
    ['too much of nothing', gzipSync(Buffer.alloc(5_000_000))],
  ];
  const encodings = [
    'gzip',
    'GZIP',
    'x-gzip',
    'deflate',
    'br',
    'identity',
    '*',
    'gzip, gzip',
    'zstd',
    '',
    'x'.repeat(2_000),
  ];
  return bodies.flatMap(([about, body]) =>
    encodings.map((encoding, at) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      return send(`${about} as "${encoding.slice(0, 12)}"`, 'page', body, SENDERS[at % 3] ?? 'server', { headers });
    }),
  );
}

export function oddHeaders(): Asked[] {
  const body = written({ ...validEvent('page', 'server'), userId: 'corpus' });
  const headers: Question['headers'][] = [
    ...ODD_TYPES.map((type) => ({ 'content-type': type })),
    ...[
      '',
      'Basic',
      'Basic ',
      'Bearer',
      'Bearer  ',
      'Basic !!!',
      'Basic Og==',
      'Digest x',
      'Bearer a b',
      `Bearer ${'x'.repeat(5_000)}`,
    ].map((authorization) => ({ authorization })),
    ...['import', 'replay', 'live', 'LIVE', '', 'x', '__proto__'].map((origin) => ({ 'segue-origin': origin })),
    ...['x', '00-0-0-00', '', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-ff`].map((traceparent) => ({
      traceparent,
      tracestate: '=,=',
    })),
    ...['x'.repeat(4_000), '', '\t', '%00'].map((key) => ({ 'idempotency-key': key })),
    ...['127.0.0.1', 'x', '::', '1.2.3.4, 5.6.7.8', 'x'.repeat(2_000)].map((ip) => ({ 'x-forwarded-for': ip })),
    { 'x-large': 'x'.repeat(20_000) },
    { 'x-http-method-override': 'DELETE' },
    { accept: 'text/html', origin: 'null' },
    { cookie: `segue_session=${'x'.repeat(500)}; =; ;;` },
    { 'accept-encoding': 'x', range: 'bytes=0-1', 'if-match': '*', expect: '' },
    { 'content-type': ['application/json', 'text/plain'] as never },
  ];
  return byAll((sender) =>
    headers.map((given) => {
      const [name = '', value = ''] = Object.entries(given)[0] ?? [];
      return send(`${name}: ${String(value).slice(0, 40)}`, 'page', body, sender, {
        headers: { 'content-type': 'application/json', ...given },
      });
    }),
  );
}

export function oddPaths(): Asked[] {
  const body = written(validEvent('page', 'server'));
  const calls = [
    ...ODD_PARTS,
    'Track',
    'TRACK',
    'track/',
    'track/x',
    '/track',
    'track?x=%00',
    'track%20',
    'track.json',
    'm',
    'm/x',
  ];
  const methods = ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
  return [
    ...calls.flatMap((call) => byAll((sender) => send(`/v1/${call.slice(0, 20)}`, call, body, sender))),
    ...methods.map((method) => send(`${method} /v1/track`, 'track', '', 'server', { method, body: undefined })),
    ...ODD_PARTS.map((part) =>
      send(`settings of ${part.slice(0, 20)}`, `projects/${part}/settings`, '', 'nobody', {
        method: 'GET',
        body: undefined,
      }),
    ),
  ];
}
