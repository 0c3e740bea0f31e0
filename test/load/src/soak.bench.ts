// node dist/test/load/src/soak.bench.js: growth of memory under steady traffic: the resident set of
// each process by minute, and its growth since minute 10, by when caches and pools are filled.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SERVICES } from '@segue/contracts';
import { pause } from '../../e2e/src/pause';
import { System } from '../../e2e/src/system';
import { uniform } from './customers';
import { eventOf } from './events';
import { type Load, sendAtRate } from './sender';
import { setUp } from './set-up';
import { medianOf } from './statistics';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '300' },
    customers: { type: 'string', default: '20000' },
    segments: { type: 'string', default: '10' },
    on: { type: 'string', default: 'standalone' },
  },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const customers = Number(values.customers);
/**
 * Minutes around an instant over which the median is taken, since a sample may be just before a
 * garbage collection.
 */
const AROUND = 3;
const SETTLED = 10;
const MIB = 1024 * 1024;

/** MiB of each process by name. */
type Memory = Record<string, number>;

async function main(): Promise<void> {
  const system = values.on === 'kafka' ? await System.onKafka() : await System.standalone();
  try {
    await setUp(system, Number(values.segments));
    const target = { url: system.urlOf('ingestion'), path: '/v1/batch', writeKey: system.writeKey };
    const customerOf = uniform(customers);
    const load: Load = { target, eventOf: (number) => eventOf(number, customerOf(number), 'soak'), from: 0 };
    say(`${rate} events/s of ${customers} customers for ${minutes} minutes`);
    const looks: Memory[] = [];
    for (let minute = 1; minute <= minutes; minute++) {
      await Promise.all([sendAtRate({ ...load, from: minute * 60 * rate }, rate, 60), pause(60_000)]);
      const memory = await memoryOf(system);
      looks.push(memory);
      say(
        `minute ${minute}: ${Object.entries(memory)
          .map(([name, mib]) => `${name} ${mib} MiB`)
          .join(', ')}`,
      );
    }
    await system.quiet();
    print(looks);
    await mkdir('test-output', { recursive: true });
    await writeFile('test-output/bench-soak.json', `${JSON.stringify({ rate, customers, looks }, null, 2)}\n`);
  } finally {
    await system.close();
  }
}

/** Returns the memory that each process reports; in standalone there is one. */
async function memoryOf(system: System): Promise<Memory> {
  const urls = new Map(SERVICES.map((service) => [system.urlOf(service), service]));
  const name = (service: string) => (urls.size === 1 ? 'standalone' : service);
  const looks = await Promise.all(
    [...urls].map(async ([url, service]) => [name(service), await residentAt(url, system.adminToken)] as const),
  );
  return Object.fromEntries(looks);
}

async function residentAt(url: string, token: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
  const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(text) ?? [];
  if (bytes === undefined) throw new Error(`${url} does not say how much memory it has`);
  return Math.round(Number(bytes) / MIB);
}

function print(looks: readonly Memory[]): void {
  if (looks.length < SETTLED + AROUND) return say(`too short to compare with minute ${SETTLED}`);
  for (const name of Object.keys(looks[0] ?? {})) {
    const at = (from: number) => medianOf(looks.slice(from, from + AROUND).map((memory) => memory[name] ?? 0));
    const [settled, last] = [at(SETTLED - 2), at(looks.length - AROUND)];
    say(
      `  ${name.padEnd(12)} minute ${SETTLED}: ${settled} MiB, at the end: ${last} MiB, ratio ${(last / settled).toFixed(2)}`,
    );
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
