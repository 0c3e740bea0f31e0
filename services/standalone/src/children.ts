// Starts and ends the processes of services.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { SERVICES } from '@segue/contracts';
import { nodeFlags } from '@segue/infra';

export const PROCESSES = [...SERVICES, 'console'] as const;

export type Process = (typeof PROCESSES)[number];

const READY_WITHIN_MS = 60_000;

export const LINGER_MS = 5_000;

export function launch(service: Process, env: NodeJS.ProcessEnv): ChildProcess {
  const program = join(__dirname, `../../${service}/src/main.js`);
  // The channel closes when this process ends, even if it was killed, and the service then ends
  // too.
  return spawn(process.execPath, [...nodeFlags(), program], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  child.kill('SIGTERM');
  await ended;
}

export async function ready(port: number): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((settle) => setTimeout(settle, 200));
  }
  throw new Error(`port ${port} is not ready`);
}
