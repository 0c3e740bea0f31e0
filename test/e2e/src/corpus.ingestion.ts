// Bad input at the ingestion API (/v1): generated from the schema of an event and from mistakes of
// senders.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import {
  type Dice,
  ODD_BODIES,
  ODD_BYTES,
  ODD_PARTS,
  ODD_TYPES,
  ODD_VALUES,
  asRead,
  type Question,
  Raw,
  written,
} from './corpus';

/** Credentials of senders: the field `authorization`, or none. */
export interface Keys {
  server: string;
  public: string;
}

const CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
const SHORT: Record<string, string> = { track: 't', identify: 'i', page: 'p', screen: 's', group: 'g', alias: 'a' };

type Event = Record<string, unknown>;
type Sender = keyof Keys | 'nobody';
const SENDERS: readonly Sender[] = ['server', 'public', 'nobody'];

/** Returns a good event of this type; a public source sends no orders. */
function good(call: string, sender: Sender): Event {
  const order = {
    order_id: 'o1',
    total: '10.00',
    currency: 'USD',
    products: [{ product_id: 'p1', price: '5.00', quantity: 2 }],
  };
  const events: Record<string, Event> = {
    track: sender === 'public' ? { event: 'Store Visited' } : { event: 'Order Completed', properties: order },
    identify: { traits: { name: 'Ana', email: 'ana@example.com', city: 'Wien' } },
    page: { name: 'Home', properties: { url: 'https://example.com/' } },
    screen: { name: 'Home' },
    group: { groupId: 'g1', traits: { name: 'Club' } },
    alias: { previousId: 'a1' },
  };
  const context = { externalIds: [{ type: 'loyalty', id: '7' }], locale: 'de-AT', timezone: 'Europe/Vienna' };
  return { userId: 'corpus', context, ...events[call] };
}

/**
 * Returns all questions for the ingestion API, in an order that depends on the dice alone.
 * @param schema of an event.
 */
export function ingestionQuestions(schema: TObject, keys: Keys, dice: Dice): Question[] {
  const asked = [
    ...againstSchema(schema, dice),
    ...oddFields(dice),
    ...oddMoney(),
    ...oddTimes(),
    ...oddIds(),
    ...lostDigits(),
    ...oddConsents(),
    ...oddBatches(),
    ...oddBodies(),
    ...oddEncodings(),
    ...oddHeaders(),
    ...oddPaths(),
  ];
  return dice.some(
    asked.map(({ sender, ...question }) => signed(question, sender, keys)),
    asked.length,
  );
}

type Asked = Question & { sender: Sender };

function signed(question: Question, sender: Sender, keys: Keys): Question {
  if (sender === 'nobody') return { ...question, refusedAt: undefined };
  const authorization = `Basic ${Buffer.from(`${keys[sender]}:`).toString('base64')}`;
  return { ...question, headers: { authorization, ...question.headers } };
}

function send(about: string, call: string, body: Buffer | string, sender: Sender, more: Partial<Question> = {}): Asked {
  const headers = { 'content-type': 'application/json' };
  return {
    about: `${about}, as ${sender}`,
    method: 'POST',
    path: `/v1/${call}`,
    headers,
    body: Buffer.from(body),
    sender,
    ...more,
  };
}

/** Repeats questions for all senders. */
const byAll = (ask: (sender: Sender) => Asked | Asked[]): Asked[] => SENDERS.flatMap(ask);

/** Returns every field of the schema with every odd value that does not fit it. */
function againstSchema(schema: TObject, dice: Dice): Asked[] {
  return Object.entries(schema.properties)
    .flatMap(([field, own]) => {
      const wrong = ODD_VALUES.filter((value) => !(value instanceof Raw) && !Value.Check(own, asRead(value)));
      return dice.some(wrong, 14).flatMap((value) => byAll((sender) => wrongField(field, value, sender, dice)));
    })
    .concat(withinContext(schema.properties.context, dice));
}

function wrongField(field: string, value: unknown, sender: Sender, dice: Dice): Asked {
  const call = dice.pick(CALLS);
  const about = `${field}: ${written(value).slice(0, 40)}`;
  // For a single event the path states the type; in a batch each event does.
  if (field === 'type') {
    const body = written({ batch: [{ ...good(call, sender), type: value }] });
    return send(about, dice.pick(['batch', 'b', 'import']), body, sender, { refusedAt: 'batch.0.type' });
  }
  const event = { ...good(call, sender), [field]: value };
  return dice.next() < 0.5
    ? send(about, dice.pick([call, SHORT[call] ?? call]), written(event), sender, { refusedAt: field })
    : send(about, 'batch', written({ batch: [{ ...event, type: call }] }), sender, { refusedAt: `batch.0.${field}` });
}

function withinContext(context: TSchema | undefined, dice: Dice): Asked[] {
  if (!context) throw new Error('the schema of an event has no context');
  const shape = Type.Object({ context });
  const lists = ODD_VALUES.flatMap((value) => [
    value,
    [value],
    [{ type: 'loyalty', id: value }],
    [{ type: asRead(value), id: '7' }],
  ]);
  const wrong = lists.filter((value) => !hasRaw(value) && !Value.Check(shape, { context: { externalIds: value } }));
  return dice.some(wrong, 40).map((externalIds) => {
    const event = { ...good('page', 'server'), context: { externalIds } };
    return send(`externalIds: ${written(externalIds).slice(0, 40)}`, 'page', written(event), 'server', {
      refusedAt: 'context',
    });
  });
}

const hasRaw = (value: unknown): boolean =>
  value instanceof Raw || (typeof value === 'object' && value !== null && Object.values(value).some(hasRaw));

/** Odd values where any value is allowed: some of them are accepted. */
function oddFields(dice: Dice): Asked[] {
  const places: readonly ((value: unknown) => Event)[] = [
    (value) => ({ properties: { note: value } }),
    (value) => ({ properties: value }),
    (value) => ({ traits: { birthday: value, note: value } }),
    (value) => ({ traits: { email: value, name: value, phone: value } }),
    (value) => ({ context: { locale: value, timezone: value, ip: value } }),
    (value) => ({ context: { signature: value } }),
    (value) => ({ integrations: value, writeKey: value }),
    (value) => ({ event: value, name: value, messageId: value }),
  ];
  return places.flatMap((place) =>
    dice.some(ODD_VALUES, 24).map((value) => {
      const [call, sender] = [dice.pick(CALLS), dice.pick(SENDERS)];
      const body = written({ ...good(call, sender), ...place(value) });
      return send(`${Object.keys(place(0)).join(' and ')}: ${written(value).slice(0, 40)}`, call, body, sender);
    }),
  );
}

/** Values that cannot be read as amounts. */
const NO_AMOUNTS: readonly unknown[] = [
  ...[
    '1.234,56',
    '1,5',
    '',
    ' ',
    'a lot',
    '€5',
    '5€',
    '0x10',
    'NaN',
    'Infinity',
    '1 000',
    '--5',
    '1e',
    '.',
    '١٢',
    '1_000',
  ],
  ...[true, false, null, [], {}, [1], -1, '-0.01', 1e16, '1e999999999', new Raw('1e400'), new Raw('1e300')],
];
const NO_CURRENCIES: readonly unknown[] = [
  'XXX',
  'XTS',
  'XAU',
  'ZZZ',
  'dollars',
  '$',
  'US',
  'USDX',
  7,
  true,
  [],
  {},
  '\u0000',
];

function oddMoney(): Asked[] {
  const order = (properties: Event, refusedAt: string, event = 'Order Completed') => {
    const body = written({ userId: 'corpus', event, properties: { order_id: 'o1', total: '10.00', ...properties } });
    return send(`${event} ${written(properties).slice(0, 50)}`, 'track', body, 'server', { refusedAt });
  };
  const line = (field: string, value: unknown) =>
    order({ products: [{ [field]: value }] }, `properties.products.0.${field}`);
  /** Null and what is empty are "not said" where an amount is optional. */
  const said = NO_AMOUNTS.filter((value) => value !== null && value !== '' && value !== ' ');
  const unreadable = said.filter((value) => value !== -1 && value !== '-0.01');
  return [
    ...NO_AMOUNTS.map((total) => order({ total }, 'properties.total')),
    ...said.map((discount) => order({ discount }, 'properties.discount')),
    ...said.map((amount) => order({ amount }, 'properties.amount', 'Order Refunded')),
    ...NO_CURRENCIES.map((currency) => order({ currency }, 'properties.currency')),
    ...NO_CURRENCIES.map((currency) => order({ currency }, 'properties.currency', 'Order Cancelled')),
    ...unreadable.map((value) => line('price', value)),
    ...['two', true, [], {}].map((value) => line('quantity', value)),
    ...['text', 7, true, {}].map((products) => order({ products }, 'properties.products')),
    ...['text', 7, null, []].map((value) => order({ products: [value] }, 'properties.products.0')),
    order({ products: Array(501).fill({}) }, 'properties.products'),
    ...['__proto__', true, [], {}, 'x'.repeat(257)].map((order_id) => order({ order_id }, 'properties')),
  ];
}

const ODD_TIMES: readonly unknown[] = [
  ...[
    '',
    'soon',
    '2024-02-30',
    '2024-13-01T00:00:00Z',
    '2024-01-01T25:00:00Z',
    '0000-01-01',
    '-000001-01-01T00:00:00Z',
  ],
  ...[
    '+275761-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '1600-01-01',
    '2024-W05',
    '2024-001',
    '20240101',
    '1/2/2024',
  ],
  ...[
    0,
    -1,
    1,
    1e10,
    1e13,
    1e18,
    Number.MAX_SAFE_INTEGER,
    -Number.MAX_SAFE_INTEGER,
    new Raw('1e400'),
    new Raw('1e300'),
  ],
];

const oddTimes = (): Asked[] =>
  ODD_TIMES.flatMap((time) =>
    (['timestamp', 'originalTimestamp', 'sentAt'] as const).flatMap((field, at) => {
      const sender = SENDERS[at] ?? 'server';
      const event = { ...good('page', sender), [field]: time };
      return [
        send(`${field}: ${written(time)}`, 'page', written(event), sender),
        send(
          `${field} of a batch: ${written(time)}`,
          'batch',
          written({ [field]: time, batch: [{ ...event, type: 'page' }] }),
          'server',
        ),
      ];
    }),
  );

const ODD_IDS: readonly unknown[] = [
  ...[
    'null',
    'undefined',
    '[object Object]',
    '0',
    '-1',
    ' ',
    'guest',
    'x'.repeat(600),
    '😀'.repeat(200),
    'a\nb',
    '\u202eu1',
  ],
  ...[
    'userId:u1',
    '__proto__',
    'constructor',
    'a/b',
    '%00',
    "'; --",
    ' corpus',
    'corpus ',
    'CORPUS',
    '\u0000',
    '\ud800',
  ],
  ...[
    0,
    -1,
    1.5,
    1e21,
    1e300,
    new Raw('9007199254740993'),
    new Raw('123456789012345678901234567890'),
    new Raw('1e400'),
    new Raw('-0'),
  ],
];

const oddIds = (): Asked[] =>
  ODD_IDS.flatMap((id) =>
    (['userId', 'anonymousId', 'previousId', 'groupId', 'messageId'] as const).map((field, at) => {
      const sender = SENDERS[at % 2] ?? 'server';
      const call = field === 'previousId' ? 'alias' : field === 'groupId' ? 'group' : 'identify';
      return send(
        `${field}: ${written(id).slice(0, 40)}`,
        call,
        written({ ...good(call, sender), [field]: id }),
        sender,
      );
    }),
  );

/** Whole numbers in scientific form: their digits are lost before they are sent. */
const LOST_DIGITS = [1e21, 1e300, new Raw('1.23457E+17')];

const lostDigits = (): Asked[] =>
  LOST_DIGITS.flatMap((id) => [
    ...(['userId', 'anonymousId'] as const).map((field) =>
      send(`${field}: ${written(id)}`, 'page', written({ name: 'Home', [field]: id }), 'server', { refusedAt: field }),
    ),
    send(
      `an order id: ${written(id)}`,
      'track',
      written({ userId: 'corpus', event: 'Order Completed', properties: { order_id: id, total: 1 } }),
      'server',
      { refusedAt: 'properties.order_id' },
    ),
  ]);

/** Only grants: the number of withdrawals of a public source is limited. */
const oddConsents = (): Asked[] =>
  ODD_VALUES.slice(0, 60).map((value, at) => {
    const properties = at % 2 === 0 ? { channel: value } : { channel: 'email', purpose: value };
    const body = written({ userId: 'corpus', event: 'Consent Granted', properties });
    return send(`consent ${written(properties).slice(0, 50)}`, 'track', body, at % 3 === 0 ? 'public' : 'server');
  });

function oddBatches(): Asked[] {
  const event = (sender: Sender) => ({ ...good('page', sender), type: 'page' });
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

const oddBodies = (): Asked[] =>
  byAll((sender) =>
    [...ODD_BODIES, ...ODD_BYTES].flatMap(([about, body], at) => [
      send(about, CALLS[at % CALLS.length] ?? 'track', body, sender),
      ...(sender === 'server' ? [send(about, 'batch', body, sender)] : []),
    ]),
  );

function oddEncodings(): Asked[] {
  const plain = Buffer.from(written(good('page', 'nobody')));
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

function oddHeaders(): Asked[] {
  const body = written({ ...good('page', 'server'), userId: 'corpus' });
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

function oddPaths(): Asked[] {
  const body = written(good('page', 'server'));
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
