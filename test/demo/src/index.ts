export * from './layer';
export { personOf } from './people';
export { type DemoProgress, type PlayOptions, playDemo } from './play';
