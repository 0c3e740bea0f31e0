export * from './changes';
export { MAX_ORDERS } from './extent';
export * from './money';
export * from './order-fault';
export * from './orders';
export { type Purchase, isCancelled, purchasesOf } from './purchases';
export * from './rates';
