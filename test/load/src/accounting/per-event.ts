// The cost of a stretch of work by event. Pure.
import type { Figures } from '../table';
import type { Cost } from './meter';

/** The bench itself: part of the machine's load, not of the system's cost. */
const DRIVER = 'driver';

/** Returns processor microseconds and bytes of each event; the sum is without the driver. */
export function perEvent({ seconds, bytes }: Cost, events: number): Figures {
  const micros = Object.entries(seconds).map(([part, used]) => [part, (used * 1e6) / events] as const);
  const sum = micros.reduce((total, [part, used]) => total + (part === DRIVER ? 0 : used), 0);
  return {
    ...(micros.length === 0 ? {} : { 'processor, µs/event: all but the driver': sum }),
    ...Object.fromEntries(micros.map(([part, used]) => [`processor, µs/event: ${part}`, used])),
    'WAL, bytes/event': bytes.wal / events,
    'database, bytes/event': bytes.database / events,
    ...(bytes.kafka === undefined ? {} : { 'Kafka, bytes/event': bytes.kafka / events }),
  };
}
