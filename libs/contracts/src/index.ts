export * from './asyncapi';
export * from './check';
export * from './identity';
export * from './instant';
export * from './messages';
export * from './safe-json';
export * from './topics';
export * from './visible';
