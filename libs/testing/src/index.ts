export * from './counted';
export * from './cutting-proxy';
export * from './parts';
export * from './stretch';
