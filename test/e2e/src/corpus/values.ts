// Odd amounts, currencies, times, ids and consents of events.
import { ODD_VALUES, Raw, written } from './question';
import { type Event, SENDERS, type Asked, send, validEvent } from './sending';

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

export function oddMoney(): Asked[] {
  const order = (properties: Event, refusedAt: string, event = 'Order Completed') => {
    const body = written({ userId: 'corpus', event, properties: { order_id: 'o1', total: '10.00', ...properties } });
    return send(`${event} ${written(properties).slice(0, 50)}`, 'track', body, 'server', { refusedAt });
  };
  const line = (field: string, value: unknown) =>
    order({ products: [{ [field]: value }] }, `properties.products.0.${field}`);
  /** Null and empty values count as absent where an amount is optional. */
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

export const oddTimes = (): Asked[] =>
  ODD_TIMES.flatMap((time) =>
    (['timestamp', 'originalTimestamp', 'sentAt'] as const).flatMap((field, at) => {
      const sender = SENDERS[at] ?? 'server';
      const event = { ...validEvent('page', sender), [field]: time };
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

export const oddIds = (): Asked[] =>
  ODD_IDS.flatMap((id) =>
    (['userId', 'anonymousId', 'previousId', 'groupId', 'messageId'] as const).map((field, at) => {
      const sender = SENDERS[at % 2] ?? 'server';
      const call = field === 'previousId' ? 'alias' : field === 'groupId' ? 'group' : 'identify';
      return send(
        `${field}: ${written(id).slice(0, 40)}`,
        call,
        written({ ...validEvent(call, sender), [field]: id }),
        sender,
      );
    }),
  );

/** Whole numbers in scientific form: their digits are lost before they are sent. */
const LOST_DIGITS = [1e21, 1e300, new Raw('1.23457E+17')];

export const lostDigits = (): Asked[] =>
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
export const oddConsents = (): Asked[] =>
  ODD_VALUES.slice(0, 60).map((value, at) => {
    const properties = at % 2 === 0 ? { channel: value } : { channel: 'email', purpose: value };
    const body = written({ userId: 'corpus', event: 'Consent Granted', properties });
    return send(`consent ${written(properties).slice(0, 50)}`, 'track', body, at % 3 === 0 ? 'public' : 'server');
  });
