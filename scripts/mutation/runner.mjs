// A test runner for Stryker that runs the tests of a pure lib in its own process: for each mutant
// it loads the libs and their tests anew, but keeps all packages. Jest, which sets up an
// environment for every file, takes seconds for each of the thousands of mutants; this takes 0.1 s.
// It supports the parts of jest that these tests use.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

/**
 * File with the duration of each test in the first run, in the copy of the workspace: the fastest
 * tests run first.
 */
const DURATIONS = 'durations.json';
const stryker = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/**
 * The copy of the workspace that holds the mutants; Stryker changes to it after this file was
 * loaded.
 */
let root;
let require;

/**
 * Matches Stryker's function in each file that counts which tests reach which mutant. Only the
 * first run needs it, and in loops it takes nearly all of the time.
 */
const COUNTER = /function stryCov_\w+\(\) \{/;
let isCounting = false;
/** Loaded modules by file. */
const known = new Map();

class LoadedHere {
  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    root = process.cwd();
    require = createRequire(join(root, 'package.json'));
    globalThis.expect = require('expect').expect;
    require('./scripts/cases.cjs');
    readTypeScript();
  }

  async dryRun() {
    isCounting = true;
    // Libs are loaded anew for each file, so that no file depends on what another has cached.
    const tests = [];
    for (const file of specs()) tests.push(...(await run([file], () => true, { bail: false, watched: true })));
    isCounting = false;
    known.clear();
    const lost = tests.find(({ status }) => status === TestStatus.Failed);
    if (lost) return { status: DryRunStatus.Error, errorMessage: `${lost.id}\n${lost.failureMessage}` };
    writeFileSync(DURATIONS, JSON.stringify(Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const wanted = testFilter && new Set(testFilter);
    const files = testFilter ? [...new Set(testFilter.map(fileOf))] : specs();
    stryker.activeMutant = activeMutant.id;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      const tests = await run(files, ({ id }) => !wanted || wanted.has(id), { bail: !disableBail, watched: false });
      const endless = determineHitLimitReached(stryker.hitCount, hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
    } finally {
      stryker.activeMutant = undefined;
    }
  }
}

/**
 * Tests that are left out: those that compare whole pages, which notice any change, and those that
 * take seconds.
 */
const LEFT_OUT = ['docs.spec.ts', 'docs.long-spec.ts', 'pareto-fit.long-spec.ts'];

function specs() {
  const folder = join(root, 'libs', process.env.MUTATED_LIB, 'src');
  const files = readdirSync(folder, { recursive: true }).filter((file) => /[.-]spec\.ts$/.test(file));
  return files.filter((file) => !LEFT_OUT.includes(file)).map((file) => join(folder, file));
}

/** A test's id begins with its file, for workers that have not seen the first run. */
const fileOf = (id) => id.slice(0, id.indexOf(' '));

/** @param watched whether mutants record the test that reaches them. */
async function run(files, isWanted, { bail, watched }) {
  forget();
  let tests;
  try {
    tests = files.flatMap(testsIn).filter(isWanted).sort(byDuration());
  } catch (error) {
    return [{ id: files[0], name: 'loading', timeSpentMs: 0, ...failed(error) }];
  }
  const results = [];
  for (const { id, file, test } of tests) {
    if (watched) stryker.currentTestId = id;
    const started = performance.now();
    const end = await outcome(test);
    results.push({
      id,
      name: id.slice(file.length + 1),
      fileName: file,
      timeSpentMs: performance.now() - started,
      ...end,
    });
    if (bail && end.status === TestStatus.Failed) break;
  }
  stryker.currentTestId = undefined;
  return results;
}

async function outcome(test) {
  try {
    await test();
    return { status: TestStatus.Success };
  } catch (error) {
    return failed(error);
  }
}

function failed(error) {
  return { status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

function byDuration() {
  const durations = existsSync(DURATIONS) ? JSON.parse(readFileSync(DURATIONS, 'utf8')) : {};
  return (a, b) => (durations[a.id] ?? 0) - (durations[b.id] ?? 0);
}

/** Returns the tests that a file defines. */
function testsIn(file) {
  const each = require('jest-each').bind;
  const tests = [];
  let path = [];
  globalThis.it = (name, test) => tests.push({ id: [file, ...path, name].join(' '), file, test });
  globalThis.describe = (name, define) => {
    path = [...path, name];
    define();
    path = path.slice(0, -1);
  };
  globalThis.it.each = each(globalThis.it, false);
  globalThis.describe.each = each(globalThis.describe, false);
  require(file);
  return tests;
}

/** Drops the loaded libs, so that no state of a mutant remains. */
function forget() {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)) delete require.cache[file];
  }
}

function readTypeScript() {
  const { transformSync } = require('@swc/core');
  const options = require('./scripts/swc-options.cjs');
  const { paths } = require('./scripts/module-names.cjs');
  Module._extensions['.ts'] = (module, file) => {
    let code = known.get(file);
    if (code === undefined) {
      code = transformSync(readFileSync(file, 'utf8'), { ...options, filename: file, sourceMaps: false }).code;
      if (!isCounting) code = code.replace(COUNTER, '$& return;');
      known.set(file, code);
    }
    module._compile(code, file);
  };
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (asked, ...rest) {
    return resolve.call(this, paths[asked] ? join(root, paths[asked][0]) : asked, ...rest);
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded-here', LoadedHere)];
