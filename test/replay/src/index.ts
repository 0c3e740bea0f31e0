export * from './client';
export * from './import';
export * from './orders';
export * from './orders-csv';
export * from './replay';
