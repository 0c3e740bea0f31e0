export * from './money';
export * from './orders';
export * from './purchases';
