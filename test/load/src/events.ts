// The bench's traffic: returning customers, of whom most view, some buy, and a few start a checkout
// (which a campaign answers). A pure function of the event's number and customer.

export interface LoadEvent {
  type: 'track' | 'identify';
  event?: string;
  userId: string;
  messageId: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context: Record<string, unknown>;
}

const FILLER = 'x'.repeat(180);
/** Number of orders in a hundred events. */
const ORDERS = 15;
const CHECKOUTS = 10;
const IDENTIFIES = 5;

/** @param run names the run, so that no two events of a system have the same id */
export function eventOf(number: number, userId: string, run: string): LoadEvent {
  const messageId = `${run}-${number}`;
  const context = {
    library: { name: 'bench', version: '1' },
    page: { path: `/shelf/${number % 97}`, referrer: FILLER },
  };
  const kind = number % 100;
  if (kind < ORDERS) {
    const properties = {
      order_id: messageId,
      total: (5 + (number % 7_000) / 100).toFixed(2),
      currency: 'USD',
      store: number % 12,
    };
    return { type: 'track', event: 'Order Completed', userId, messageId, properties, context };
  }
  if (kind < ORDERS + CHECKOUTS)
    return { type: 'track', event: 'Checkout Started', userId, messageId, properties: { step: 1 }, context };
  if (kind < ORDERS + CHECKOUTS + IDENTIFIES) {
    return {
      type: 'identify',
      userId,
      messageId,
      traits: { name: `Customer ${userId}`, city: number % 2 ? 'Wien' : 'Graz' },
      context,
    };
  }
  return {
    type: 'track',
    event: 'Product Viewed',
    userId,
    messageId,
    properties: { product_id: `p${number % 500}`, category: 'Jazz', price: 19.9 },
    context,
  };
}
