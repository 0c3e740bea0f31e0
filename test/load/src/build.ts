// One build of Segue to measure: the parts that start it, loaded from the compiled files of its
// checkout. Sending, waiting and accounting are always those of this checkout.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { openBus } from '@segue/bus';
import { projectRoot, run } from '@segue/infra';
import type { System } from '../../e2e/src/system';

const SYSTEM = 'dist/test/e2e/src/system.js';
const BUILD_WITHIN_MS = 600_000;

export type Kind = 'standalone' | 'kafka';

export interface Build {
  /** Starts the services on a Postgres, and on Kafka a broker, of their own. */
  start(kind: Kind): Promise<System>;
  /** Creates segments and the campaign; the API for it differs between builds. */
  setUp(system: System, segments: number): Promise<void>;
  openBus: typeof openBus;
}

/** Returns the parts of the build in this folder. */
export function loadBuild(root: string): Build {
  const load = createRequire(join(root, 'package.json'));
  const from = <T>(file: string) => load(join(root, file)) as T;
  const systems = from<{ System: typeof System }>(SYSTEM).System;
  return {
    start: (kind) => (kind === 'kafka' ? systems.onKafka() : systems.standalone()),
    setUp: from<Pick<Build, 'setUp'>>('dist/test/load/src/set-up.js').setUp,
    openBus: from<Pick<Build, 'openBus'>>('dist/libs/bus/src/index.js').openBus,
  };
}

/** Compiles a checkout by its own script if it has not been compiled. */
export async function ensureBuilt(root: string): Promise<void> {
  if (existsSync(join(root, SYSTEM))) return;
  if (!existsSync(join(root, 'scripts/build.mjs'))) throw new Error(`${root} is no checkout of Segue`);
  if (!existsSync(join(root, 'node_modules'))) throw new Error(`${root} has no dependencies: run npm ci there`);
  await run(process.execPath, [join(root, 'scripts/build.mjs')], BUILD_WITHIN_MS);
}

/** Returns the commit of a checkout, with a `+` if files differ from it; `?` outside of git. */
export function commitOf(root: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return '?';
  }
}

export const here = projectRoot();
