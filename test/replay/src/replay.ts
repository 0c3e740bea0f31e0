// Replays history: sends events in time order with time marks between them, so that timers fire at
// their time.
import type { SegueClient } from './client';

export interface ReplayOptions {
  /** Milliseconds of replayed time between marks. */
  markEveryMs: number;
  /** Last instant to be replayed, inclusive; absent: that of the last event. */
  until?: number;
  /** Whether to send the last mark, which returns the time to the wall clock. */
  handOver: boolean;
  /** Minimum milliseconds of the replay, for people who watch it. */
  paceMs?: number;
  onProgress?: (done: number, total: number, at: number) => void;
  signal?: AbortSignal;
}

interface Timed {
  timestamp: string;
}

/** Replays events, which are in time order; continues an interrupted replay at its last mark. */
export async function replay(client: SegueClient, events: readonly Timed[], options: ReplayOptions): Promise<void> {
  const { mark } = await client.time();
  const last = events.at(-1);
  const until = options.until ?? (last ? Date.parse(last.timestamp) : Date.now());
  const left = events.filter((event) => isBetween(event, mark, until));
  const first = mark ?? Date.parse(left[0]?.timestamp ?? new Date(until).toISOString()) - 1;
  await client.mark(first);
  await client.markReached(first);
  const steps = [...stepsOf(left, first, until, options.markEveryMs)];
  const started = Date.now();
  let done = events.length - left.length;
  for (const [place, { at, some }] of steps.entries()) {
    if (options.signal?.aborted) return;
    await client.send(some, 'replay');
    await client.mark(at);
    done += some.length;
    options.onProgress?.(done, events.length, at);
    if (options.paceMs) await sleepUntil(started + (options.paceMs * (place + 1)) / steps.length);
  }
  if (options.handOver) await client.mark(until, true);
}

/** Yields spans of time after `from` with their events, each up to its mark. */
function* stepsOf(
  events: readonly Timed[],
  from: number,
  until: number,
  every: number,
): Generator<{ at: number; some: Timed[] }> {
  let next = 0;
  for (let at = from; at < until;) {
    at = Math.min(until, at + every);
    const start = next;
    while (next < events.length && Date.parse((events[next] as Timed).timestamp) <= at) next++;
    yield { at, some: events.slice(start, next) };
  }
}

function isBetween(event: Timed, mark: number | null, until: number): boolean {
  const at = Date.parse(event.timestamp);
  return (mark === null || at > mark) && at <= until;
}

async function sleepUntil(instant: number): Promise<void> {
  const ms = instant - Date.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
