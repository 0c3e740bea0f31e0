// Reads the files of /proc, as `man 5 proc` describes them. Pure.

/** Ticks of processor time in a second; 100 on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface ProcessStat {
  parent: number;
  /** Processor seconds of all threads of the process, in user and kernel mode. */
  seconds: number;
  /** Processor seconds of children that have ended and been waited for. */
  endedChildrenSeconds: number;
}

/**
 * Returns the fields of /proc/PID/stat. The name of the program, in parentheses, may itself contain
 * parentheses and spaces, so the fields are counted from the last one.
 */
export function statIn(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // The first of these is field 3 of the manual.
  const field = (number: number) => Number(fields[number - 3]);
  return {
    parent: field(4),
    seconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    endedChildrenSeconds: (field(16) + field(17)) / TICKS_PER_SECOND,
  };
}

export interface Memory {
  /** VmRSS: pages in memory, those shared with other processes included. */
  resident: number;
  /** RssAnon: pages in memory of this process alone. */
  own: number;
  /** RssShmem: pages in memory of shared memory. */
  shared: number;
}

/** Returns the memory in /proc/PID/status, in bytes. */
export function memoryIn(text: string): Memory {
  const bytes = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
  return { resident: bytes('VmRSS'), own: bytes('RssAnon'), shared: bytes('RssShmem') };
}

const LISTENING = '0A';

/** Returns the inodes of sockets in /proc/net/tcp or tcp6 that listen on a port. */
export function listenersIn(text: string, port: number): string[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === LISTENING && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port ? (inode ?? []) : [];
  });
}

/**
 * Returns the part of Postgres that a process is, by the title that it gives itself: `postgres:
 * checkpointer`, `postgres: autovacuum worker app`, `postgres: user database 127.0.0.1(5) idle`.
 */
export function postgresPart(title: string): string {
  const name = title.replace(/^postgres: /, '');
  if (/^checkpointer\b/.test(name)) return 'postgres checkpointer';
  if (/^walwriter\b/.test(name)) return 'postgres walwriter';
  if (/^autovacuum /.test(name)) return 'postgres autovacuum';
  // A connection's title has the client's address and port.
  if (/\S+\(\d+\) /.test(name)) return 'postgres backends';
  return 'postgres other';
}
