// Finds and runs programs of this machine.
import { spawn, spawnSync } from 'node:child_process';

/** Returns whether the command runs and exits with 0. */
export function answers(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/**
 * Resolves with the output of a command.
 * @throws {Error} with the end of the output if it is missing, takes too long or fails.
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
