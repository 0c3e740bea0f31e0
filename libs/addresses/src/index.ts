export * from './email';
export * from './normal';
export * from './phone';
