// npm run measures: what the house rules of the code are measured by, as a table. With a folder
// (`-- ../other-checkout`) the same of that one.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const SPEC = /[.-]spec\.tsx?$/;
const GENERATED = 'services/console/web/src/api/schema.ts';
const root = resolve(process.argv[2] ?? '.');

const tracked = execFileSync('git', ['ls-files', 'libs', 'services', 'test', 'infra', 'scripts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts') && file !== GENERATED);
const sources = tracked.filter(
  (file) => !SPEC.test(file) && !file.startsWith('test/') && !/\/(testing|test-suite|bench)\//.test(file),
);
const tests = tracked.filter((file) => !sources.includes(file));
const textOf = (file) => readFileSync(join(root, file), 'utf8');

/** Returns the number that `circles.mjs` prints last. */
function circles() {
  const script = join(import.meta.dirname, 'circles.mjs');
  const { stdout } = spawnSync(process.execPath, [script], {
    env: { ...process.env, CIRCLES_ROOT: root },
    encoding: 'utf8',
  });
  return /(\d+) circles\s*$/.exec(stdout)?.[1];
}

/** Lines of each function with a body. */
function functionsIn(file) {
  const text = textOf(file);
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const lengths = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const lineOf = (at) => source.getLineAndCharacterOfPosition(at).line;
      lengths.push(lineOf(node.end) - lineOf(node.getStart()) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lengths;
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, share) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0;
const spread = (numbers) => `${at(numbers, 0.5)} / ${at(numbers, 0.95)} / ${Math.max(0, ...numbers)}`;
const linesOf = (file) => textOf(file).split('\n').length - 1;
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

const lengths = sources.map(linesOf);
const commentLines = sources
  .flatMap((file) => textOf(file).split('\n'))
  .filter((line) => /^\s*(\/\/|\/?\*)/.test(line));
const wordsOfComments = sum(commentLines.map((line) => line.split(/\s+/).length - 1));
const per10000 = (pattern) =>
  ((10_000 * sum(commentLines.map((line) => line.match(pattern)?.length ?? 0))) / wordsOfComments).toFixed(1);

const rows = [
  ['source files', sources.length],
  ['lines of sources', sum(lengths)],
  ['lines of a source file: median / 95 % / most', spread(lengths)],
  ['source files over 250 lines', lengths.filter((lines) => lines > 250).length],
  ['lines of a function: median / 95 % / most', spread(sources.flatMap(functionsIn))],
  ['lines of tests for a line of source', (sum(tests.map(linesOf)) / sum(lengths)).toFixed(2)],
  ['test files over 400 lines', tests.filter((file) => linesOf(file) > 400).length],
  ['comment lines, share of sources', `${((100 * commentLines.length) / sum(lengths)).toFixed(1)} %`],
  ['comment lines over 100 columns', commentLines.filter((line) => line.length > 100).length],
  ['told, tell(s), hear(s), heard in 10,000 words of comments', per10000(/\b(told|tells?|hears?|heard)\b/gi)],
  ['who, whom, whose, whoever in 10,000 words of comments', per10000(/\b(who|whom|whose|whoever)\b/gi)],
  ['nobody, somebody in 10,000 words of comments', per10000(/\b(nobody|somebody)\b/gi)],
  ['`any` in sources', sum(sources.map((file) => textOf(file).match(/[:<(|] ?any\b(?! of|thing)/g)?.length ?? 0))],
  ['circles of imports', circles()],
];
const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
