export * from './counted';
export * from './parts';
