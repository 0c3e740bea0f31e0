export * from './client';
export * from './replay';
