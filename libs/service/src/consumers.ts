// The message side of the app: one strategy serves the handlers of all services of this process,
// each under its service's own consumer group.
import type { INestApplication } from '@nestjs/common';
import { BusStrategy, type InHand } from '@segue/bus';
import { TOPICS } from '@segue/contracts';
import type { ServiceContext } from './context';
import { inTraceOf } from './tracing';

/** The start fails when a service lacks the handler of a topic that the contracts say it reads. */
export function connectConsumers(
  app: INestApplication,
  contexts: readonly ServiceContext[],
  onStall: (reason: string) => void,
  inHand: InHand,
): void {
  const [first] = contexts;
  if (first === undefined) return;
  const { bus, metrics, clock, log } = first;
  const strategy = new BusStrategy({
    bus,
    serves: contexts.map(({ name }) => ({ group: name, topics: topicsReadBy(name) })),
    now: () => clock.now(),
    log,
    onStall,
    inTrace: inTraceOf,
    inHand,
    isHealthy: async (group) => {
      const checks = await contexts.find(({ name }) => name === group)?.health.results();
      return checks?.every(({ ok }) => ok) ?? true;
    },
    observe: ({ group, topic, size, handlerMs }) => {
      metrics.handler.observe({ service: group, topic }, handlerMs / 1000);
      metrics.batchSize.observe({ service: group, topic }, size);
    },
    onBuried: ({ group, topic }, count) => metrics.deadLetters.inc({ service: group, topic }, count),
  });
  app.connectMicroservice({ strategy });
}

export const topicsReadBy = (service: string) => TOPICS.filter((topic) => topic.readBy.includes(service));
