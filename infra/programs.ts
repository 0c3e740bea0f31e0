// Which programs this machine has.
import { spawn, spawnSync } from 'node:child_process';

/** Whether the command runs and says it is well. */
export function answers(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/**
 * What the command printed. @throws {Error} it is not there, took too long or failed, with the end
 * of what it said.
 */
export function run(command: string, args: readonly string[], timeoutMs: number): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code) =>
      code === 0 ? done(said) : failed(new Error(`${command} failed: ${said.slice(-2_000)}`)),
    );
  });
}
