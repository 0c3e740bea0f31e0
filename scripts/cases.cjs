// How many cases generated tests try. Mutation tests run every suite thousands of times: they ask
// for a share of them (SHARE_OF_CASES, from 0 to 1), always the same ones, and do not look for the
// smallest that fails.
const share = Number(process.env.SHARE_OF_CASES ?? 1);
const FEW = 5;

globalThis.cases = (count) => Math.min(count, Math.max(FEW, Math.ceil(count * share)));

if (share < 1) require('fast-check').configureGlobal({ numRuns: 2 * FEW, seed: 20261122, endOnFailure: true });
