// Where the project lies, from its sources and from dist alike, and where it keeps its data.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export function projectRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the program');
  return projectRoot(parent);
}

/** `SEGUE_DATA_DIR`, else `.segue` beside package.json. */
export function dataDir(): string {
  return resolve(process.env.SEGUE_DATA_DIR ?? join(projectRoot(), '.segue'));
}
