export * from './cdnow';
export * from './chart';
export * from './page';
