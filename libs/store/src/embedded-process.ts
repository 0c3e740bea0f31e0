// Timeouts of the embedded Postgres, and whether its process is alive.

export const START_TIMEOUT_MS = 60_000;

export const STOP_TIMEOUT_MS = 20_000;
export const MAX_LOG_BYTES = 10_000_000;
export const POLL_MS = 100;

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns whether a process of this id exists, of any user. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
