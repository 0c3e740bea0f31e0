export * from './baskets';
export * from './changes';
export { MAX_ORDERS } from './extent';
export * from './money';
export * from './order-fault';
export {
  MAX_REFUNDS,
  NO_ORDERS,
  type Order,
  type OrderEvent,
  type Orders,
  type Refund,
  type Word,
  foldOrder,
  isOrderEvent,
  isSaid,
  joinOrders,
  namedOrder,
  orderIn,
  orderNamedIn,
} from './orders';
export * from './placed';
export { type Purchase, isCancelled, purchasesOf } from './purchases';
export * from './rates';
export { type Folding } from './table';
