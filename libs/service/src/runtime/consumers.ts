// Connects the batch handlers of all services of this process to the bus, each under its service's
// own consumer group.
import type { INestApplication } from '@nestjs/common';
import { type Batch, BusStrategy, type InFlight } from '@segue/bus';
import type { ServiceContext } from './context';
import { inTraceOf } from '../observability/tracing';

/** Makes the start fail when a service lacks the handler of one of its inputs, or has two. */
export function connectConsumers(
  app: INestApplication,
  contexts: readonly ServiceContext[],
  onStall: (reason: string) => void,
  inFlight: InFlight,
): void {
  const [first] = contexts;
  if (first === undefined) return;
  const { bus, metrics, clock, log } = first;
  const strategy = new BusStrategy({
    bus,
    serves: contexts.map(({ name, inputs }) => ({ group: name, topics: inputs.map(({ topic }) => topic) })),
    now: () => clock.now(),
    log,
    onStall,
    inTrace: inTraceOf,
    inFlight,
    isHealthy: async (group) => {
      const checks = await contexts.find(({ name }) => name === group)?.health.results();
      return checks?.every(({ ok }) => ok) ?? true;
    },
    onHandled: async ({ group, topic, batch, reached }) => {
      const context = contexts.find(({ name }) => name === group);
      if (!context?.inputs.some((input) => input.timed && input.topic.name === topic)) return;
      for (const recordedAt of reached) context.stages.note(group, recordedAt);
      await context.time.noteBatch(batch as Batch<{ recordedAt: number }>);
    },
    observe: ({ group, topic, size, handlerMs }) => {
      metrics.handler.observe({ service: group, topic }, handlerMs / 1000);
      metrics.batchSize.observe({ service: group, topic }, size);
    },
    onDeadLetters: ({ group, topic }, count) => metrics.deadLetters.inc({ service: group, topic }, count),
  });
  app.connectMicroservice({ strategy });
}
