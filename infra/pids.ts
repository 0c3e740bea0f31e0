// Processes of this machine by id: which are alive, and how they are ended.
import { readFile } from 'node:fs/promises';

export const POLL_MS = 100;
export const STOP_TIMEOUT_MS = 20_000;

/** Resolves with the id in a file; null if it holds none. */
export async function pidIn(file: string): Promise<number | null> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  return pid > 1 ? pid : null;
}

/** Returns whether a process is alive; a zombie is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends processes, by force those that do not end in time. */
export async function end(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(POLL_MS);
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
