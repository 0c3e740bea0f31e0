// A consumer with a planted defect, run as a separate process: `node …/ending-member.js <plan as
// JSON>`. Writes one JSON line before and after each call of its handler.
import { consents } from '@segue/contracts';
import { BatchServer } from '../src/handling/server';
import { InFlight } from '../src/handling/in-flight';
import { type BusOptions, openBus } from '../src/open';

export interface EndingPlan {
  bus: Omit<BusOptions, 'log'>;
  group: string;
  topic: string;
  /** File for the messages in flight when the process ends by itself. */
  file: string;
  /** Effect of the message named `userId:deadly`. */
  defect: 'exit' | 'throw aside' | 'hang' | 'none';
}

export interface EndingLine {
  call: 'begun' | 'done';
  identities: string[];
}

async function main(plan: EndingPlan): Promise<void> {
  const bus = openBus({ ...plan.bus, log: () => undefined });
  const inFlight = new InFlight(plan.file);
  process.on('exit', () => inFlight.recordEnd());
  process.on('uncaughtException', () => process.exit(1));
  const server = new BatchServer({
    bus,
    group: plan.group,
    topic: { ...consents, name: plan.topic },
    maxBatch: 100,
    concurrency: 1,
    hooks: { inFlight },
    now: Date.now,
    log: () => undefined,
    handler: async ({ messages }) => {
      const identities = messages.map(({ value }) => value.identity);
      say({ call: 'begun', identities });
      if (identities.includes('userId:deadly')) await defects[plan.defect]();
      say({ call: 'done', identities });
    },
  });
  await bus.subscribe({ group: plan.group, topic: plan.topic, maxBatch: 100, handler: (raw) => server.serve(raw) });
}

const say = (line: EndingLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const defects: Record<EndingPlan['defect'], () => Promise<void>> = {
  exit: async () => process.exit(3),
  'throw aside': async () => {
    setTimeout(() => {
      throw new Error('planted');
    }, 5);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  },
  hang: () => new Promise(() => undefined),
  none: async () => undefined,
};

if (require.main === module) void main(JSON.parse(process.argv[2] ?? '{}') as EndingPlan);
