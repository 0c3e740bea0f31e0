// A member of a group, run as a separate process that tests kill: `node
// dist/libs/bus/test-suite/member.js <plan as JSON>`. Writes one JSON line for each batch when its
// handler is done, before the driver can commit it.
import { type BusOptions, openBus } from '../src/open';
import { seenOf } from './reader';

export interface MemberPlan {
  bus: Omit<BusOptions, 'log'>;
  group: string;
  topic: string;
  /** Whether the handler writes its line and then never settles. */
  hang: boolean;
}

async function main(plan: MemberPlan): Promise<void> {
  const bus = openBus({ ...plan.bus, log: () => undefined });
  await bus.subscribe({
    group: plan.group,
    topic: plan.topic,
    maxBatch: 10,
    handler: async (batch) => {
      const seen = batch.messages.map((message) => seenOf(batch, message));
      process.stdout.write(`${JSON.stringify(seen)}\n`);
      if (plan.hang) await new Promise(() => undefined);
    },
  });
}

if (require.main === module) void main(JSON.parse(process.argv[2] ?? '{}') as MemberPlan);
