// Names of events that mean something to Segue, in the spellings in which senders write them. Pure.

const MEANT = [
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
  'Consent Granted',
  'Consent Withdrawn',
];

/** The other order of the words, as in Segment's names before 2016, and American spelling. */
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

/** Blanks, dashes, dots, colons and slashes, and marks that show nothing. */
const BETWEEN_WORDS = /[\s\p{Pc}\p{Pd}\p{Cf}.:/]+/gu;

/** Without case, width and what stands between words. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(BETWEEN_WORDS, '');

const BY_PLAIN: ReadonlyMap<string, string> = new Map([
  ...MEANT.map((name) => [plain(name), name] as const),
  ...Object.entries(OTHERS).map(([name, meant]) => [plain(name), meant] as const),
]);

/** How a name that is meant begins, in any width; others are not looked at any further. */
const BEGINNING = /^[cgourw_.:/\p{Pd}\u0080-\uffff]/iu;

/**
 * Longer names are looked at no further: a separator or two between words is all that senders
 * write.
 */
const MAX_LENGTH = 32;

/**
 * Returns the name under which an event is known here: of orders, refunds and consents Segue's own
 * spelling (`order_completed` and `Completed Order` are `Order Completed`), of all others the name
 * as it was sent.
 */
export function knownName(name: string): string {
  return (name.length <= MAX_LENGTH && BEGINNING.test(name) && BY_PLAIN.get(plain(name))) || name;
}
