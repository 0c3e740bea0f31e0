// The number of cases of generated tests. Mutation tests run every suite thousands of times, so
// they run a share of the cases (SHARE_OF_CASES, from 0 to 1), always the same ones, without
// shrinking.
const share = Number(process.env.SHARE_OF_CASES ?? 1);
const FEW = 5;

globalThis.cases = (count) => Math.min(count, Math.max(FEW, Math.ceil(count * share)));

if (share < 1) require('fast-check').configureGlobal({ numRuns: 2 * FEW, seed: 20261122, endOnFailure: true });
