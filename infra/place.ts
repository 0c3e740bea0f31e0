// The folders of the project (from its sources and from dist) and of its data.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

export function projectRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the program');
  return projectRoot(parent);
}

/** Returns the data folder: `SEGUE_DATA_DIR`, else `.segue` beside package.json. */
export function dataDir(): string {
  return resolve(process.env.SEGUE_DATA_DIR ?? join(projectRoot(), '.segue'));
}

/** Returns Node's flags for services, from a file that scripts use before anything is compiled. */
export function nodeFlags(): string[] {
  const flags = createRequire(__filename)(join(projectRoot(), 'infra/node-flags.cjs')) as { NODE_FLAGS: string[] };
  return flags.NODE_FLAGS;
}
