// Built programs as child processes of a test.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeFlags, projectRoot } from '@segue/infra';
import { pause } from './pause';

export const READY_WITHIN_MS = 90_000;
export const POLL_MS = 100;

export class Processes {
  private readonly children = new Map<string, ChildProcess>();
  /** The last output of each process. */
  private readonly outputs = new Map<string, string>();

  /** Starts a service or standalone. Resolves when it is ready; rejects with its last output. */
  async start(name: string, port: number, env: NodeJS.ProcessEnv): Promise<void> {
    const program = join(projectRoot(), `dist/services/${name}/src/main.js`);
    const child = spawn(process.execPath, [...nodeFlags(), program], {
      env: { ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = () => this.outputs.get(name) ?? '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => this.outputs.set(name, (output() + chunk.toString()).slice(-4_000)));
    }
    let hasClosed = false;
    // Emitted after the exit, once all output has been read.
    child.once('close', () => (hasClosed = true));
    this.children.set(name, child);
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
      if (hasClosed) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}: ${output()}`);
      if (Date.now() > until) throw new Error(`${name} is not ready: ${output()}`);
      await pause(POLL_MS);
    }
  }

  /** Returns the process id; undefined if the process has ended. */
  pidOf(name: string): number | undefined {
    const child = this.children.get(name);
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /** Returns the last output of every process, for the error of a test. */
  lastOutput(): string {
    return [...this.outputs].map(([name, output]) => `${name}: ${output}`).join('\n');
  }

  /** Sends a signal and goes on. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.children.get(name)?.kill(signal);
  }

  /** Sends a signal; resolves when the process has ended. */
  async end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.children.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.children.keys()].map((name) => this.end(name, 'SIGTERM')));
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null);
  return answer?.ok ?? false;
}
