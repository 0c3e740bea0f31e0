// Visits to the demo's site once its history is over: simulated, and marked so. Pure.
import { chance, pick } from './chance';
import type { DemoEvent } from './layer';

const SHELVES = ['Jazz', 'Classical', 'Rock', 'Folk', 'Electronic', 'Soul', 'Blues', 'World'];

/** The visit with this number: who comes, and what is looked at. */
export function visitOf(customers: readonly string[], number: number): Omit<DemoEvent, 'timestamp'> {
  const customer = pick(customers, 'visitor', number);
  const shelf = pick(SHELVES, 'shelf', number);
  const title = 1 + Math.floor(chance('title', number) * 30);
  return {
    type: 'track',
    event: 'Product Viewed',
    userId: `cdnow-${customer}`,
    messageId: `visit/${number}`,
    properties: { product_id: `${shelf.toLowerCase()}-${title}`, category: shelf },
    context: { simulated: true },
  };
}
