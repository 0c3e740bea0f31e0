// The gauge of unread messages, computed only when Prometheus scrapes.
import type { ServiceContext } from '../runtime/context';
import type { Metrics } from './metrics';
import { lagOf } from './operations.controller';

export function measureLag(metrics: Metrics, contexts: readonly ServiceContext[]): void {
  metrics.onScrape(async () => {
    await Promise.all(
      contexts.map(async (context) => {
        for (const { topic, unread } of await lagOf(context)) metrics.lag.set({ service: context.name, topic }, unread);
      }),
    );
  });
}
