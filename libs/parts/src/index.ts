export * from './head';
export * from './part';
