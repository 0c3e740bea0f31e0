// npm run dev: npm start, restarted whenever a source changes. The embedded parts stay up in
// between.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS } from '../infra/node-flags.cjs';
import { START_AGAIN, prepare, root } from './prepare.mjs';

const QUIET_MS = 300;
let child;
let timer;
let turn = Promise.resolve();

async function restart() {
  const ended = child && new Promise((resolve) => child.once('exit', resolve));
  child?.kill('SIGTERM');
  await ended;
  try {
    await prepare();
  } catch (error) {
    process.stderr.write(`\n${error.message}\nwaiting for the next change\n`);
    child = undefined;
    return;
  }
  child = spawn(process.execPath, [...NODE_FLAGS, 'dist/services/standalone/src/main.js'], {
    cwd: root,
    stdio: 'inherit',
  });
  child.on('exit', (code) => code === START_AGAIN && (turn = turn.then(restart)));
}

function changed(_event, file) {
  if (file && !/\.(ts|tsx|css|html|json)$/.test(file)) return;
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(restart)), QUIET_MS);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    child?.once('exit', () => process.exit(0));
    if (!child?.kill(signal)) process.exit(0);
  });
}
for (const folder of ['libs', 'services', 'infra', 'test']) watch(join(root, folder), { recursive: true }, changed);
await restart();
