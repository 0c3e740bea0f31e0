// Leaving the demo: the next start empties the store, before any service works on it. The request
// is on disk before anything is deleted, so that after a crash the next start completes it.
import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDb, openStore } from '@segue/store';

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

  /** Resolves with whether the demo was left; it is then played only on request. */
  isLeft(): Promise<boolean> {
    return exists(this.left);
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

async function dropAll(dataDir: string, schemas: readonly string[]): Promise<void> {
  const store = await openStore({ dataDir, onTrouble: () => undefined });
  const db = openDb({ url: store.url, schema: 'public', max: 1 });
  try {
    for (const schema of schemas) await db.query(`drop schema if exists ${schema} cascade`);
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
