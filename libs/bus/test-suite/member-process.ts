// Starts members in processes of their own (see member.ts) and kills them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dataDir, locked, projectRoot, run } from '@segue/infra';
import type { MemberPlan } from './member';
import type { Seen } from './reader';

/** Compiles the sources: child processes run the compiled files. */
export async function compile(): Promise<void> {
  const root = projectRoot();
  const build = (): Promise<string> => run(process.execPath, [join(root, 'scripts', 'build.mjs'), '--quiet'], 120_000);
  await locked(join(dataDir(), 'test', 'build.lock'), 120_000, build);
}

export class MemberProcess {
  readonly seen: Seen[] = [];
  private readonly child: ChildProcess;

  constructor(plan: MemberPlan) {
    const script = join(projectRoot(), 'dist', 'libs', 'bus', 'test-suite', 'member.js');
    this.child = spawn(process.execPath, [script, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => this.seen.push(...(JSON.parse(line) as Seen[])));
  }

  /** Kills the process (kill -9); resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}
