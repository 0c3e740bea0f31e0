// Reads what a system costs: processor time by part, bytes written, memory. Figures that need /proc
// are left out where there is none.
import { join } from 'node:path';
import { SERVICES } from '@segue/contracts';
import type { System } from '../../../e2e/src/system';
import type { Figures } from '../table';
import { type Bytes, readBytes } from './bytes';
import { type Pids, canAccount, folderOf, isJava, pidListeningOn, readMemory, readProcesses } from './processes';
import { type Readings, usedBetween } from './usage';

const MIB = 1024 * 1024;

/** What a stretch of work cost. */
export interface Cost {
  /** Processor seconds by part; empty without /proc. */
  seconds: Record<string, number>;
  /** Bytes of each kind that were added. */
  bytes: Bytes;
}

export class Meter {
  private constructor(
    private readonly databaseUrl: string,
    private readonly pids: Pids | undefined,
    private readonly kafkaFolder: string | undefined,
  ) {}

  /** Finds the processes of a running system; needed again when one of them was started again. */
  static async of(system: System): Promise<Meter> {
    if (!canAccount) return new Meter(system.databaseUrl, undefined, undefined);
    const kafka = await kafkaOf(system);
    const pids = {
      services: await servicesOf(system),
      postgres: await pidListeningOn(portIn(system.databaseUrl)),
      kafka,
    };
    const folder = kafka === undefined ? undefined : join(await folderOf(kafka), 'data');
    return new Meter(system.databaseUrl, pids, folder);
  }

  /** Does the work; returns what it cost. Processor times are read closest to it. */
  async during(work: () => Promise<unknown>): Promise<Cost> {
    const before = await this.look();
    const started = await this.processes();
    await work();
    const ended = await this.processes();
    const after = await this.look();
    const seconds = started && ended ? usedBetween(started, ended) : {};
    return { seconds, bytes: grown(before, after) };
  }

  /** Returns the memory of each part in MiB. */
  async memory(): Promise<Figures> {
    const memory = this.pids ? await readMemory(this.pids) : {};
    return Object.fromEntries(Object.entries(memory).map(([part, bytes]) => [`memory, MiB: ${part}`, bytes / MIB]));
  }

  private look(): Promise<Bytes> {
    return readBytes(this.databaseUrl, this.kafkaFolder);
  }

  private async processes(): Promise<Readings | undefined> {
    return this.pids ? readProcesses(this.pids) : undefined;
  }
}

function grown(before: Bytes, after: Bytes): Bytes {
  const kafka = after.kafka === undefined || before.kafka === undefined ? {} : { kafka: after.kafka - before.kafka };
  return { wal: after.wal - before.wal, database: after.database - before.database, ...kafka };
}

/** Returns the ids of the services by name; standalone has them all in one process. */
async function servicesOf(system: System): Promise<Record<string, number>> {
  const urls = new Map(SERVICES.map((service) => [system.urlOf(service), service]));
  const found: Record<string, number> = {};
  for (const [url, service] of urls) {
    const pid = await pidListeningOn(portIn(url));
    if (pid !== undefined) found[urls.size === 1 ? 'standalone' : service] = pid;
  }
  return found;
}

/** Returns the id of the broker; undefined without Kafka, or where it runs in a container. */
async function kafkaOf({ brokers }: System): Promise<number | undefined> {
  const [broker] = brokers;
  const pid = broker === undefined ? undefined : await pidListeningOn(portIn(`kafka://${broker}`));
  return pid !== undefined && (await isJava(pid)) ? pid : undefined;
}

const portIn = (url: string) => Number(new URL(url).port);
