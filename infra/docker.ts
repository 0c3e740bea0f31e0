// Containers on this machine's Docker engine. `container.mjs` runs each in the foreground, so that
// `kept-process.ts` shares, keeps and ends it like a server process.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ServerProcess } from './kept-process';
import { projectRoot } from './place';
import { answers, run } from './programs';

export interface ContainerPlan {
  image: string;
  /**
   * Unique on this engine and the same at every start, so that containers of earlier starts are
   * found.
   */
  name: string;
  env: Record<string, string>;
  /** The command; empty for that of the image. */
  command: string[];
  /** The port in the container, and its port on 127.0.0.1. */
  port: { container: number; host: number };
  /** A named volume, which outlives the container, unlike volumes that the image declares. */
  volume?: { name: string; target: string };
}

const PULL_TIMEOUT_MS = 600_000;
const REMOVE_TIMEOUT_MS = 30_000;

/**
 * Returns whether an engine of this machine answers and has or can pull the image, which it then
 * does. Writes the reason to stderr if not.
 */
export function canRunImage(image: string): boolean {
  return hasDocker() && (answers('docker', 'image', 'inspect', image) || pull(image));
}

/**
 * Returns whether there is an engine on this machine. A client may have none, or one on another
 * machine, whose ports are not reachable.
 */
function hasDocker(): boolean {
  return answers('docker', 'info') && isOnThisMachine(engineAddress());
}

/**
 * Returns the address of the client's engine; undefined if the client has no contexts (podman), in
 * which case Testcontainers finds it.
 */
function engineAddress(): string | undefined {
  const format = '{{.Endpoints.docker.Host}}';
  const { status, stdout } = spawnSync('docker', ['context', 'inspect', '--format', format], { encoding: 'utf8' });
  return (status === 0 && stdout.trim()) || process.env.DOCKER_HOST;
}

export function isOnThisMachine(address: string | undefined): boolean {
  return address === undefined || /^(unix|npipe):|^tcp:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|$)/.test(address);
}

function pull(image: string): boolean {
  process.stderr.write(`pulling the image ${image} (once)\n`);
  const { status, stderr } = spawnSync('docker', ['pull', '--quiet', image], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PULL_TIMEOUT_MS,
    encoding: 'utf8',
  });
  if (status === 0) return true;
  const why = stderr.trim().split('\n').at(-1) || 'no answer in time';
  process.stderr.write(`Docker answers but cannot pull ${image} (bring it with docker load): ${why}\n`);
  return false;
}

/** Returns the name of the container or volume of a home folder. */
export function containerName(part: string, home: string): string {
  return `segue-${part}-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
}

/**
 * Returns the process that runs the container. Removes a container of this name that has lost its
 * keeper first.
 */
export async function containerProcess(plan: ContainerPlan): Promise<ServerProcess> {
  // Errors are ignored: older clients fail when there is none, and if one cannot be removed, the
  // start fails.
  await run('docker', ['container', 'rm', '--force', '--volumes', plan.name], REMOVE_TIMEOUT_MS).catch(() => undefined);
  const engine = engineAddress();
  return {
    command: process.execPath,
    args: [join(projectRoot(), 'infra', 'container.mjs'), JSON.stringify(plan)],
    env: engine ? { DOCKER_HOST: engine } : {},
  };
}
