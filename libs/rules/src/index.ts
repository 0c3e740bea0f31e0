export { isBounded } from './language/bounds';
export * from './compile/compile';
export * from './language/context';
export * from './phrases/describe';
export * from './compile/evaluate';
export {
  type Facts,
  type RuleFacts,
  adopt,
  canServe,
  emptyFacts,
  emptyPart,
  fold,
  foldedIn,
  hasFolded,
  join,
  rebuild,
} from './facts/facts';
export type { Judgement } from './language/judgement';
export * from './language/language';
export type { Known } from './language/names';
export { type EventNeed, type Needs, NO_NEEDS, covers, leavesOf, mergeNeeds, reads } from './compile/needs';
export { circleIn, segmentsIn } from './language/references';
export { RULE_SCHEMA } from './language/schema';
export * from './compile/tier-rules';
export type { Names } from './phrases/phrases';
export type { Change } from './compile/touched';
export type { Reason } from './language/tree';
export * from './validate/validate';
