// node dist/test/load/src/rows.bench.js: the rows of the bench (docs/performance.md), each run in a
// process and on parts of its own. With `--against` two builds in turn. Prints a table of each row
// and writes test-output/bench.json.
import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canAccount } from './accounting/processes';
import { type Kind, commitOf, ensureBuilt, here } from './build';
import { optionsIn } from './options';
import type { Plan } from './one-run.bench';
import { say } from './progress';
import { DEFAULT_ROWS, ROWS } from './rows/table';
import { type Figures, tableOf } from './table';

type Side = 'here' | 'there';

interface Result {
  kind: Kind;
  segments: number;
  run: number;
  build: Side;
  rows: Record<string, Figures>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const OUTPUT = join(here, 'test-output/bench.json');

async function main(): Promise<void> {
  const options = optionsIn(process.argv.slice(2), Object.keys(ROWS), DEFAULT_ROWS);
  const there = options.against === undefined ? undefined : resolve(options.against);
  if (there !== undefined) await ensureBuilt(there);
  // The other build first, so that a machine that gets slower does not flatter this one.
  const builds: [Side, string][] = [
    ...(there === undefined ? [] : [['there', there] as [Side, string]]),
    ['here', here],
  ];
  const commits = Object.fromEntries(builds.map(([side, root]) => [side, commitOf(root)]));
  const about = { at: new Date().toISOString(), node: process.version, commits, options };
  if (!canAccount) say('Without /proc, which Linux alone has, processor time, memory and bytes of Kafka are left out.');
  const results: Result[] = [];
  const keep = (result: Result) => async (rows: Result['rows']) => {
    Object.assign(result.rows, rows);
    await write({ ...about, results });
  };
  try {
    for (const kind of options.on) {
      for (const segments of options.segments) {
        for (let run = 1; run <= options.runs; run++) {
          for (const [build, root] of builds) {
            say(`${kind}, ${segments} segments, run ${run} of ${options.runs}, ${build} (${commits[build]})`);
            const result: Result = { kind, segments, run, build, rows: {} };
            results.push(result);
            await oneRun({ root, kind, segments, options }, keep(result));
          }
        }
      }
    }
  } finally {
    print(results, options.customers, commits);
    say(`\nwritten to ${OUTPUT}`);
  }
}

/**
 * Resolves when the run has ended. @param onRow called with the figures of each row
 * @throws {Error} when the run fails; rows that were done before count.
 */
function oneRun(plan: Plan, onRow: (rows: Result['rows']) => Promise<void>): Promise<void> {
  return new Promise((done, failed) => {
    const child = fork(join(__dirname, 'one-run.bench.js'), [JSON.stringify(plan)]);
    // The run ends its services and Postgres first; this process ends with it.
    const stop = () => void child.kill('SIGTERM');
    for (const signal of SIGNALS) process.on(signal, stop);
    let kept = Promise.resolve();
    child.on('message', (rows) => (kept = kept.then(() => onRow(rows as Result['rows']))));
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      kept.then(() => (code === 0 ? done() : failed(new Error(`the run failed (${code})`))), failed);
    });
  });
}

async function write(content: object): Promise<void> {
  await mkdir(join(here, 'test-output'), { recursive: true });
  await writeFile(OUTPUT, `${JSON.stringify(content, null, 2)}\n`);
}

function print(results: readonly Result[], customers: number, commits: Record<string, string>): void {
  const builds = Object.entries(commits).map(([side, commit]) => `${side} ${commit}`);
  for (const group of groupsOf(results)) {
    const rows = new Set(group.flatMap((result) => Object.keys(result.rows)));
    for (const row of rows) {
      const of = (side: Side): Figures[] =>
        group.flatMap((result) => (result.build === side ? [result.rows[row] ?? {}] : []));
      const { kind, segments } = group[0] as Result;
      say(
        `\n${row}: ${kind}, ${customers} customers, ${segments} segments, ${of('here').length} runs, ${builds.join(', ')}`,
      );
      for (const line of tableOf({ here: of('here'), there: of('there') })) say(`  ${line}`);
    }
  }
}

/** Returns the results of one system and one number of segments together. */
function groupsOf(results: readonly Result[]): Result[][] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const name = `${result.kind} ${result.segments}`;
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return [...groups.values()];
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
