// Names of events with a meaning in Segue, in the spellings of senders. Pure.

const MEANT = [
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
  'Consent Granted',
  'Consent Withdrawn',
];

/** Names in the other order of words, as Segment's before 2016, and in American spelling. */
const OTHERS: Record<string, string> = {
  'Completed Order': 'Order Completed',
  'Updated Order': 'Order Updated',
  'Refunded Order': 'Order Refunded',
  'Cancelled Order': 'Order Cancelled',
  'Canceled Order': 'Order Cancelled',
  'Order Canceled': 'Order Cancelled',
  'Granted Consent': 'Consent Granted',
  'Withdrawn Consent': 'Consent Withdrawn',
};

/** Blanks, dashes, dots, colons, slashes and invisible characters. */
const BETWEEN_WORDS = /[\s\p{Pc}\p{Pd}\p{Cf}.:/]+/gu;

/** Returns a name in lower case, of normal width and without separators. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(BETWEEN_WORDS, '');

const BY_PLAIN: ReadonlyMap<string, string> = new Map([
  ...MEANT.map((name) => [plain(name), name] as const),
  ...Object.entries(OTHERS).map(([name, meant]) => [plain(name), meant] as const),
]);

/** First characters of names with a meaning, in any width; other names are returned at once. */
const BEGINNING = /^[cgourw_.:/\p{Pd}\u0080-\uffff]/iu;

/**
 * Maximum characters of a name with a meaning, with a separator or two between words; longer names
 * are returned at once.
 */
const MAX_LENGTH = 32;

/**
 * Returns the name of an event: for orders, refunds and consents in Segue's spelling
 * (`order_completed` and `Completed Order` are `Order Completed`), for others as it was sent.
 */
export function knownName(name: string): string {
  return (name.length <= MAX_LENGTH && BEGINNING.test(name) && BY_PLAIN.get(plain(name))) || name;
}
