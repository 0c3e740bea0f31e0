// The messages of every topic, as schemas from which the types, the compiled validators and the
// AsyncAPI document follow. A field is never renamed or given another meaning: a new version is
// added and the old one upcast (see `topics.ts`).
export * from './action';
export * from './decision';
export * from './operation';
export * from './outcome';
export { Cause, MAX_DEPTH, Origin, oneOf } from './parts';
export * from './profile';
export * from './signal';
export * from './touchpoint';
