export * from './client';
export * from './orders';
export * from './replay';
