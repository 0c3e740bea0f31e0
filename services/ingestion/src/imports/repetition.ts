import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_AFTER_MS = 1_000;

/**
 * Repeats work once a second while its errors pass by themselves.
 * @throws the error that does not, or the last one once `signal` is aborted.
 */
export async function repeated<T>(
  work: () => Promise<T>,
  isPassing: (error: unknown) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
