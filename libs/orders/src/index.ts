export { MAX_ORDERS } from './extent';
export * from './money';
export * from './orders';
export * from './purchases';
