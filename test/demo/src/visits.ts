// Simulated visits to the demo's site after its history, marked as such. Pure.
import { chance, pick } from './chance';
import type { DemoEvent } from './layer';
import { personOf } from './people';

const SHELVES = [
  ['Jazz', '爵士'],
  ['Classical', '古典'],
  ['Rock', '摇滚'],
  ['Folk', '民谣'],
  ['Electronic', '电子'],
  ['Soul', '灵魂乐'],
  ['Blues', '布鲁斯'],
  ['World', '世界音乐'],
] as const;

/** Returns the visit of this number. */
export function visitOf(customers: readonly string[], number: number): Omit<DemoEvent, 'timestamp'> {
  const customer = pick(customers, 'visitor', number);
  const [shelf, shelfInChinese] = pick<readonly [string, string]>(SHELVES, 'shelf', number);
  const title = 1 + Math.floor(chance('title', number) * 30);
  // The name of the product in the visitor's language.
  const isChinese = personOf(customer).locale === 'zh-CN';
  const name = isChinese ? `《北光${shelfInChinese}精选》第 ${title} 辑` : `Northlight ${shelf}, vol. ${title}`;
  return {
    type: 'track',
    event: 'Product Viewed',
    userId: `cdnow-${customer}`,
    messageId: `visit/${number}`,
    properties: { product_id: `${shelf.toLowerCase()}-${title}`, name, category: isChinese ? shelfInChinese : shelf },
    context: { simulated: true },
  };
}
