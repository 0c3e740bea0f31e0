// Reads what a system costs: processor time by part, bytes written, memory. Figures that need /proc
// are left out where there is none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@segue/contracts';
import { pause } from '../../../e2e/src/pause';
import type { System } from '../../../e2e/src/system';
import type { Figures } from '../table';
import { type Bytes, readBytes } from './bytes';
import {
  type Pids,
  canAccount,
  folderOf,
  isJava,
  pidListeningOn,
  readMemory,
  readNewcomers,
  readProcesses,
} from './processes';
import { type Reading, type Readings, usedBetween } from './usage';

const MIB = 1024 * 1024;
const WATCH_MS = 200;

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
    const folder = kafka === undefined ? '' : join(await folderOf(kafka), 'data');
    return new Meter(system.databaseUrl, pids, existsSync(folder) ? folder : undefined);
  }

  /** Does the work; returns what it cost. Processor times are read closest to it. */
  async during(work: () => Promise<unknown>): Promise<Cost> {
    const before = await this.look();
    const started = await this.processes();
    const watch = this.watch(new Set(started?.processes.map(({ pid }) => pid)));
    await work();
    watch.end();
    const ended = await this.processes();
    const seen = await watch.readings;
    const after = await this.look();
    const seconds = started && ended ? usedBetween(started, ended, seen) : {};
    return { seconds, bytes: grown(before, after) };
  }

  /**
   * Reads the processes of Postgres that come, now and then until it is ended, so that those that
   * have gone again are known by their part.
   */
  private watch(known: ReadonlySet<number>): { end(): void; readings: Promise<readonly Reading[]> } {
    let goesOn = this.pids !== undefined;
    const watched = async () => {
      const last = new Map<number, Reading>();
      while (goesOn) {
        const now = this.pids ? await readNewcomers(this.pids, known) : [];
        if (goesOn) for (const reading of now) last.set(reading.pid, reading);
        await pause(WATCH_MS);
      }
      return [...last.values()];
    };
    return { end: () => (goesOn = false), readings: watched() };
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

/** Returns the id of the broker; undefined for none, one in a container and one elsewhere. */
async function kafkaOf({ brokers }: System): Promise<number | undefined> {
  const [broker = ''] = brokers;
  if (!/^(127\.0\.0\.1|localhost):/.test(broker)) return undefined;
  const pid = await pidListeningOn(portIn(`kafka://${broker}`));
  return pid !== undefined && (await isJava(pid)) ? pid : undefined;
}

const portIn = (url: string) => Number(new URL(url).port);
