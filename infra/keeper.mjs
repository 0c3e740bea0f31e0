// Runs one server process as long as it has users. Started by `kept-process.ts`, detached, so that
// the server outlives a test worker and is stopped (by its pid) when the last user is gone, even if
// that was killed. Users are files in `users/`, named by pid.
import { spawn } from 'node:child_process';
import { openSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOOK_MS = 500;
const TERM_MS = 15_000;

const home = process.argv[2];
const { command, args, env, lingerMs } = JSON.parse(readFileSync(join(home, 'spec.json'), 'utf8'));
const log = openSync(join(home, 'server.log'), 'a');
const server = spawn(command, args, { cwd: home, env: { ...process.env, ...env }, stdio: ['ignore', log, log] });

server.once('error', (error) => ended(`cannot start: ${error.message}`));
server.once('exit', (code, signal) => ended(`ended with ${signal ?? code}`));
if (server.pid) writeFileSync(join(home, 'server.pid'), String(server.pid));

let usedAt = Date.now();
let stopping = false;
setInterval(() => {
  if (users().some(isAlive)) usedAt = Date.now();
  else if (Date.now() - usedAt > lingerMs) stop();
}, LOOK_MS);
process.on('SIGTERM', stop);

/** Returns the pids of the users; none if the home folder was deleted. */
function users() {
  try {
    return readdirSync(join(home, 'users')).map(Number);
  } catch {
    return [];
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error.code === 'EPERM') return true;
    rmSync(join(home, 'users', String(pid)), { force: true });
    return false;
  }
}

function stop() {
  if (stopping) return;
  stopping = true;
  rmSync(join(home, 'ready.json'), { force: true });
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), TERM_MS).unref();
}

function ended(how) {
  writeFileSync(log, `--- the server ${how}\n`);
  for (const name of ['ready.json', 'server.pid', 'keeper.pid']) remove(join(home, name));
  process.exit(0);
}

function remove(file) {
  try {
    unlinkSync(file);
  } catch {
    // There is no such file.
  }
}
