import type { Topic } from '@segue/contracts';

/** A topic that the service reads, each with a handler of its own (`@OnBatch`). */
export interface ServiceInput {
  topic: Pick<Topic<never>, 'name'>;
  /**
   * Whether the topic carries the service's time (`service-time.ts`) and the latency of its stage;
   * at most one of a service's inputs does. Without one its time is the wall clock's.
   */
  timed: boolean;
}
