// The throughput phase: from the first request until the last event has passed all stages.
import type { Bus } from '@segue/bus';
import { actions, profiles, signals, touchpoints } from '@segue/contracts';
import { pause } from '../../e2e/src/pause';
import { type Cost, Meter } from './accounting/meter';
import { perEvent } from './accounting/per-event';
import type { CustomerOf } from './customers';
import type { Bench } from './rows/row';
import { sendAll } from './sender';
import type { Figures } from './table';

/** Sends `options.events` events as fast as they are accepted; returns rates and costs. */
export async function throughput(bench: Bench, customerOf: CustomerOf): Promise<Figures> {
  const { system, options } = bench;
  const load = bench.loadOf(customerOf, options.events);
  const meter = await Meter.of(system);
  let [accepted, whole] = [0, 0];
  const cost = await meter.during(async () => {
    const started = performance.now();
    accepted = await sendAll(load, options.events);
    await drained(bench.bus);
    whole = (performance.now() - started) / 1000;
  });
  const figures = {
    [PEAK]: options.events / whole,
    'events/s, accepted': options.events / accepted,
    ...perEvent(cost, options.events),
    ...(await meter.memory()),
  };
  await system.quiet();
  return figures;
}

export const PEAK = 'events/s, HTTP to action';

/** Does the work and waits until its events have passed all stages; returns what both cost. */
export async function costOf({ system, bus }: Bench, work: () => Promise<unknown>): Promise<Cost> {
  const meter = await Meter.of(system);
  const cost = await meter.during(async () => {
    await work();
    await drained(bus);
  });
  await system.quiet();
  return cost;
}

/**
 * Accepted, profiled, scored, decided, filed: in the order of the stages, so that one request is
 * enough while the first is still at work. Requests are work for the measured system.
 */
const WAY = [
  [touchpoints.name, 'profile'],
  [profiles.name, 'scoring'],
  [signals.name, 'campaign'],
  [actions.name, 'delivery'],
] as const;

async function drained(bus: Bus): Promise<void> {
  for (const [topic, group] of WAY) while (await isBehind(bus, group, topic)) await pause(25);
}

const isBehind = async (bus: Bus, group: string, topic: string) =>
  (await bus.lag(group, topic)).some(({ committed, end }) => committed < end);
