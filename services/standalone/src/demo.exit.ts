// Leaving the demo: the store is emptied by the next start, which nothing else is at work beside.
// What is to be done is on disk before anything is done, so that a crash at any moment is made good
// by the start after it.
import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDb, openStore } from '@segue/store';

/** Exit code that asks whoever started this process to start it again. */
export const START_AGAIN = 75;

export class DemoExit {
  private readonly day: string;
  private readonly leaving: string;
  private readonly left: string;

  /**
   * @param schemas what is emptied; the console's is not among them, whose people stay signed in.
   */
  constructor(
    private readonly dataDir: string,
    private readonly schemas: readonly string[],
  ) {
    this.day = join(dataDir, 'demo-day');
    this.leaving = join(dataDir, 'demo-leaving');
    this.left = join(dataDir, 'demo-left');
  }

  /** The demo was played into this store. */
  holdsDemo(): Promise<boolean> {
    return exists(this.day);
  }

  /** The demo was left, and is not to be played unless asked for. */
  isLeft(): Promise<boolean> {
    return exists(this.left);
  }

  /** The next start empties the store. */
  async ask(): Promise<void> {
    await writeFile(this.leaving, '');
  }

  /** Before the services start. Does nothing unless it was asked for. */
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
