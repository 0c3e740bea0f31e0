export { MAX_ORDERS } from './extent';
export * from './money';
export * from './order-fault';
export * from './orders';
export * from './purchases';
export * from './rates';
