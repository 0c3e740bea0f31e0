// npm run mutate -- rules: changes one of the pure libs in thousands of small ways and reports what
// no test noticed (docs/mutation.md). A second run tests only what has changed since the first.
// `npm run mutate -- rules src/tree.ts` tests single files.
import { Stryker } from '@stryker-mutator/core';

const LIBS = ['rules', 'valuation', 'measurement'];
const [lib, ...files] = process.argv.slice(2);
if (!LIBS.includes(lib)) throw new Error(`npm run mutate -- ${LIBS.join(' | ')} [file …]`);

process.env.MUTATED_LIB = lib;
process.env.SHARE_OF_CASES ??= '0.001';
const whole = files.length === 0;
const all = [`libs/${lib}/src/**/*.ts`, '!**/*[.-]spec.ts', '!**/index.ts'];

await new Stryker({
  mutate: whole ? all : files.map((file) => `libs/${lib}/${file}`),
  testRunner: 'loaded-here',
  plugins: [new URL('mutation/runner.mjs', import.meta.url).pathname],
  coverageAnalysis: 'perTest',
  // Values that are computed when a module is loaded (schemas, tables, presets) would need all
  // tests for each of their mutants.
  ignoreStatic: true,
  concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
  timeoutMS: 10_000,
  timeoutFactor: 2,
  // Ends mutants that fill the memory soon.
  testRunnerNodeArgs: ['--max-old-space-size=400'],
  incremental: whole,
  incrementalFile: `reports/mutation/${lib}.incremental.json`,
  ignorePatterns: [
    '/*',
    '!/libs',
    '!/scripts',
    '!/test',
    '/test/*',
    '!/test/data',
    '!/tsconfig*.json',
    '!/.swcrc',
    '!/package.json',
  ],
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: `reports/mutation/${lib}${whole ? '' : '.part'}.json` },
  thresholds: { high: 95, low: 85, break: whole ? 85 : null },
}).runMutationTest();
