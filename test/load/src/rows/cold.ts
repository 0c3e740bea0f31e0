// cold: traffic spread evenly over all customers, so that each event finds its customer as the last
// checkpoint left it. Throughput from HTTP to action with its cost, and the floor of the same run.
import { uniform } from '../customers';
import { type Floor, openFloor } from '../floor';
import { PEAK, throughput } from '../phase';
import { sendAll } from '../sender';
import type { Figures } from '../table';
import { pause } from '../../../e2e/src/pause';
import type { Bench } from './row';

export async function cold(bench: Bench): Promise<Figures> {
  const { [PEAK]: peak = 0, ...others } = await throughput(bench, uniform(bench.options.customers));
  bench.peak = peak;
  const floor = await floorRate(bench);
  return { [PEAK]: peak, 'floor/s': floor, 'events/s to floor/s': peak / floor, ...others };
}

/**
 * Returns the events a second of the floor, which is open only here: at any other time it would be
 * work for the measured system.
 */
async function floorRate(bench: Bench): Promise<number> {
  const { build, system, options } = bench;
  const { databaseUrl, brokers } = system;
  const floor = await openFloor({
    openBus: build.openBus,
    databaseUrl,
    kafkaBrokers: brokers,
    customers: options.customers,
  });
  try {
    // The first events warm it up, as filling the customers did for the services.
    await passed(bench, floor);
    return options.events / (await passed(bench, floor));
  } finally {
    await floor.close();
  }
}

/** Sends events through the floor; resolves with the seconds until the last has passed. */
async function passed({ options, loadOf }: Bench, floor: Floor): Promise<number> {
  const { events, customers } = options;
  const load = loadOf(uniform(customers), events);
  const before = floor.done();
  const started = performance.now();
  await sendAll({ ...load, target: { ...load.target, url: floor.url, path: '/floor' } }, events);
  while (floor.done() - before < events) await pause(5);
  return (performance.now() - started) / 1000;
}
