// Finds the processes of a system by the ports that they listen on, whichever build started them,
// and reads their processor time and memory from /proc (Linux only).
import { readFile, readdir, readlink } from 'node:fs/promises';
import { type Memory, listenersIn, memoryIn, postgresPart, statIn } from './proc';
import type { Reading, Readings } from './usage';

/** Process ids of a system; undefined for a part that runs elsewhere, as in a container. */
export interface Pids {
  /** Services, or standalone, by name. */
  services: Readonly<Record<string, number>>;
  /** The first process of Postgres, the parent of all others. */
  postgres: number | undefined;
  kafka: number | undefined;
}

export const canAccount = process.platform === 'linux';

/** Returns the id of the process that listens on a port of this machine; undefined for none. */
export async function pidListeningOn(port: number): Promise<number | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOf(`/proc/net/${name}`)));
  const sockets = new Set(tables.flatMap((table) => listenersIn(table, port)).map((inode) => `socket:[${inode}]`));
  for (const pid of await allPids()) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
    if (targets.some((target) => sockets.has(target))) return pid;
  }
  return undefined;
}

/** Reads the processor time of all processes of a system and of this one, the driver. */
export async function readProcesses({ services, postgres, kafka }: Pids): Promise<Readings> {
  const named = Object.entries({ driver: process.pid, ...services, ...(kafka === undefined ? {} : { kafka }) });
  const processes = await Promise.all(named.map(([part, pid]) => readingOf(pid, part)));
  if (postgres === undefined) return { processes: processes.flat(), endedSeconds: 0 };
  const { endedChildrenSeconds } = statIn(await textOf(`/proc/${postgres}/stat`));
  const parts = await Promise.all((await familyOf(postgres)).map(async (pid) => readingOf(pid, await partOf(pid))));
  return { processes: [...processes, ...parts].flat(), endedSeconds: endedChildrenSeconds };
}

/** Reads the processes of Postgres that are not among the known ones, which is little work. */
export async function readNewcomers({ postgres }: Pids, known: ReadonlySet<number>): Promise<Reading[]> {
  if (postgres === undefined) return [];
  const newcomers = (await familyOf(postgres)).filter((pid) => !known.has(pid));
  return (await Promise.all(newcomers.map(async (pid) => readingOf(pid, await partOf(pid))))).flat();
}

/**
 * Reads the memory of each process in bytes. The processes of Postgres are one part: what each has
 * of its own, and the shared memory once.
 */
export async function readMemory({ services, postgres, kafka }: Pids): Promise<Record<string, number>> {
  const named = Object.entries({ driver: process.pid, ...services, ...(kafka === undefined ? {} : { kafka }) });
  const memory: Record<string, number> = {};
  for (const [part, pid] of named) memory[part] = (await memoryOf(pid)).resident;
  if (postgres === undefined) return memory;
  const all = await Promise.all((await familyOf(postgres)).map(memoryOf));
  memory.postgres = all.reduce((sum, { own }) => sum + own, 0) + Math.max(...all.map(({ shared }) => shared));
  return memory;
}

/** Returns the working folder of a process. */
export const folderOf = (pid: number): Promise<string> => readlink(`/proc/${pid}/cwd`);

/** Returns whether a process is a Java machine, not the keeper of a container with one. */
export const isJava = async (pid: number): Promise<boolean> => (await textOf(`/proc/${pid}/comm`)).trim() === 'java';

async function readingOf(pid: number, part: string): Promise<Reading[]> {
  const text = await textOf(`/proc/${pid}/stat`);
  // A connection of Postgres may have ended since its id was read.
  return text === '' ? [] : [{ pid, part, seconds: statIn(text).seconds }];
}

const memoryOf = async (pid: number): Promise<Memory> => memoryIn(await textOf(`/proc/${pid}/status`));

const partOf = async (pid: number) =>
  postgresPart((await textOf(`/proc/${pid}/cmdline`)).split('\0').join(' ').trimEnd());

/** Returns the first process of Postgres and its children. */
async function familyOf(postgres: number): Promise<number[]> {
  const children = await textOf(`/proc/${postgres}/task/${postgres}/children`);
  return [postgres, ...children.split(' ').filter(Boolean).map(Number)];
}

const allPids = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);

/** Returns the text of a file; empty if its process has ended. */
const textOf = (file: string) => readFile(file, 'utf8').catch(() => '');
