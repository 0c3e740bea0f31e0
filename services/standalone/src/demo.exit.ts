// Which stores may hold the demo, and leaving it: the next start empties the store, before any
// service works on it. The request is on disk before anything is deleted, so that after a crash the
// next start completes it.
import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataDir } from '@segue/service';
import { type OpenDb, openDb, openStore } from '@segue/store';
import { isUnused } from './use.reader';

/** Exit code that asks the launcher to start this process again. */
export const START_AGAIN = 75;

export class DemoExit {
  private readonly day: string;
  private readonly leaving: string;
  private readonly left: string;

  /**
   * @param schemas the schemas to be emptied; not that of the console, so that people stay signed
   * in.
   */
  constructor(
    private readonly dataDir: string,
    private readonly schemas: readonly string[],
  ) {
    this.day = join(dataDir, 'demo-day');
    this.leaving = join(dataDir, 'demo-leaving');
    this.left = join(dataDir, 'demo-left');
  }

  /** Resolves with whether the demo was played into this store. */
  holdsDemo(): Promise<boolean> {
    return exists(this.day);
  }

  /** Resolves with whether the demo was left or never wanted; it is then played only on request. */
  isLeft(): Promise<boolean> {
    return exists(this.left);
  }

  /** Records that this store is in real use. */
  async stayOut(): Promise<void> {
    await makeDataDir(this.dataDir);
    await writeFile(this.left, '');
  }

  /** Resolves with whether this store is still unused. */
  async isUnused(): Promise<boolean> {
    if (!(await exists(join(this.dataDir, 'postgres', 'data')))) return true;
    return onStore(this.dataDir, isUnused);
  }

  /** Requests that the next start empties the store. */
  async ask(): Promise<void> {
    await writeFile(this.leaving, '');
  }

  /** Empties the store if requested. Called before the services start. */
  async finish(): Promise<void> {
    if (!(await exists(this.leaving))) return;
    await dropAll(this.dataDir, this.schemas);
    await writeFile(this.left, '');
    await rm(this.day, { force: true });
    await rm(this.leaving);
  }
}

const dropAll = (dataDir: string, schemas: readonly string[]): Promise<void> =>
  onStore(dataDir, async (db) => {
    for (const schema of schemas) await db.query(`drop schema if exists ${schema} cascade`);
  });

async function onStore<T>(dataDir: string, work: (db: OpenDb) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir, onTrouble: () => undefined });
  const db = openDb({ url: store.url, schema: 'public', max: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
    await store.close();
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
