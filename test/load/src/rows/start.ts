// start: seconds until all services are ready again after they were stopped, with Postgres and
// Kafka running and the customers of the run stored.
import { SERVICES } from '@segue/contracts';
import type { Figures } from '../table';
import type { Bench } from './row';

export async function start({ system, kind }: Bench): Promise<Figures> {
  const names = kind === 'kafka' ? SERVICES : ['standalone'];
  await Promise.all(names.map((name) => system.stop(name)));
  const started = performance.now();
  await Promise.all(names.map((name) => system.start(name)));
  const seconds = (performance.now() - started) / 1000;
  await system.quiet();
  return { 'second start, s': seconds };
}
