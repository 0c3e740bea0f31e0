// npm test: in CI first the static checks (format, lint, types, unused code); then pure tests,
// those that take seconds, tests on real parts and tests of the whole. The last line counts them.
// With --unit only the pure ones.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/** Static checks, each counted as one test. `npm run check` runs the same. */
const STATIC = ['format', 'lint', 'types', 'console:types', 'circles', 'unused'];

/**
 * End-to-end tests run one file at a time, since they share the machine with the parts that they
 * start.
 */
const KINDS = [
  { project: 'unit', workers: '2' },
  { project: 'long', workers: '2' },
  { project: 'int', workers: '1' },
  { project: 'e2e', workers: '1' },
];

function npmRun(script) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('exit', (code) => resolve(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }));
  });
}

function jest(project, workers) {
  const report = join(tmpdir(), `segue-${project}-${process.pid}.json`);
  const args = [
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    project,
    '--json',
    '--outputFile',
    report,
    '--maxWorkers',
    workers,
    '--passWithNoTests',
    '--forceExit',
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', async (code) => resolve(await countsIn(report, code)));
  });
}

async function countsIn(report, code) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      await readFile(report, 'utf8'),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // A run that failed without a failed test (a leak, a crash) still failed.
    return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

await prepare();
const kinds = process.argv.includes('--unit') ? KINDS.slice(0, 2) : KINDS;
const total = { passed: 0, failed: 0, skipped: 0 };
const add = (counts) => {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
};
if (process.env.CI === 'true') for (const script of STATIC) add(await npmRun(script));
for (const { project, workers } of kinds) add(await jest(project, workers));
process.stdout.write(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`,
);
process.exit(total.failed > 0 ? 1 : 0);
