// A lock that one process at a time can hold: a file with its id.
import { stat, unlink, writeFile } from 'node:fs/promises';
import { POLL_MS, STOP_TIMEOUT_MS, isAlive, pidIn, sleep } from './pids';

/**
 * Runs `work` under a lock that one process at a time can hold; the lock of a process that died is
 * taken over.
 */
export async function locked<T>(file: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  await takeLock(file, patienceMs);
  try {
    return await work();
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

async function takeLock(file: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + 2 * patienceMs;
  while (Date.now() < deadline) {
    try {
      return await writeFile(file, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(file, patienceMs)) await unlink(file).catch(() => undefined);
    await sleep(POLL_MS);
  }
  throw new Error(`${file} is held by another process`);
}

async function isAbandoned(file: string, patienceMs: number): Promise<boolean> {
  const pid = await pidIn(file);
  if (pid !== null && !isAlive(pid)) return true;
  const written = await stat(file).catch(() => null);
  return written !== null && Date.now() - written.mtimeMs > patienceMs + STOP_TIMEOUT_MS;
}
