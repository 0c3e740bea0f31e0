export { isBounded } from './bounds';
export * from './compile';
export * from './context';
export * from './describe';
export * from './evaluate';
export {
  type Facts,
  type Part,
  adopt,
  canServe,
  emptyFacts,
  emptyPart,
  fold,
  foldedIn,
  hasFolded,
  join,
  rebuild,
} from './facts';
export type { Judgement } from './judgement';
export * from './language';
export type { Known } from './names';
export { type EventNeed, type Needs, NO_NEEDS, covers, leavesOf, mergeNeeds, reads } from './needs';
export { circleIn, segmentsIn } from './references';
export { RULE_SCHEMA } from './schema';
export * from './tier-rules';
export type { Names } from './phrases/phrases';
export type { Change } from './touched';
export type { Reason } from './tree';
export * from './validate';
