// idle: processor time and memory of a system at rest, over 30 seconds.
import { pause } from '../../../e2e/src/pause';
import { Meter } from '../accounting/meter';
import type { Figures } from '../table';
import type { Bench } from './row';

const SECONDS = 30;

export async function idle({ system }: Bench): Promise<Figures> {
  const meter = await Meter.of(system);
  const { seconds, bytes } = await meter.during(() => pause(1000 * SECONDS));
  const { driver: _, ...parts } = seconds;
  return {
    ...Object.fromEntries(
      Object.entries(parts).map(([part, used]) => [`processor, ms/s: ${part}`, (1000 * used) / SECONDS]),
    ),
    'WAL, bytes/s': bytes.wal / SECONDS,
    ...(await meter.memory()),
  };
}
