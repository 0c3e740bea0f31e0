export * from './compile';
export * from './context';
export * from './evaluate';
export { type Facts, type Part, adopt, canServe, emptyFacts, emptyPart, fold, hasFolded, join, rebuild } from './facts';
export * from './language';
export { type EventNeed, type Needs, NO_NEEDS, covers, mergeNeeds, reads } from './needs';
export type { Reason } from './tree';
export * from './validate';
