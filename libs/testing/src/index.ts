export * from './counted';
export * from './cutting-proxy';
export * from './fresh-schema';
export * from './parts';
export * from './stretch';
