// Containers on this machine's Docker engine. Each runs as if it were a server process of ours:
// `container.mjs` holds it in the foreground, so that `kept-process.ts` shares, keeps and ends it
// like any other.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ServerProcess } from './kept-process';
import { projectRoot } from './place';
import { answers, run } from './programs';

export interface ContainerPlan {
  image: string;
  /**
   * Its own on this engine, and the same at every start: what an earlier start left behind is found
   * by it.
   */
  name: string;
  env: Record<string, string>;
  /** What the image runs by itself, if empty. */
  command: string[];
  /** `host` is a port of 127.0.0.1. */
  port: { container: number; host: number };
  /**
   * Kept by the engine when the container is gone; what the image itself declares as a volume goes
   * with it.
   */
  volume?: { name: string; target: string };
}

const PULL_TIMEOUT_MS = 600_000;
const REMOVE_TIMEOUT_MS = 30_000;

/**
 * Whether an engine of this machine answers and has the image or can pull it, which it then does.
 * Why not goes to stderr.
 */
export function canRunImage(image: string): boolean {
  return hasDocker() && (answers('docker', 'image', 'inspect', image) || pull(image));
}

/**
 * The client may be there without an engine, and the engine on another machine, whose ports are not
 * ours.
 */
function hasDocker(): boolean {
  return answers('docker', 'info') && isOnThisMachine(engineAddress());
}

/**
 * Where the client finds the engine; undefined where it does not say (podman's has no contexts),
 * and Testcontainers looks for it by itself.
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

/** A name for what belongs to a home folder. */
export function containerName(part: string, home: string): string {
  return `segue-${part}-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
}

/** What to run for the container; one of its name that lost its keeper is removed first. */
export async function containerProcess(plan: ContainerPlan): Promise<ServerProcess> {
  // Older clients call it an error that there is none. One that cannot be removed shows when its
  // name is taken.
  await run('docker', ['container', 'rm', '--force', '--volumes', plan.name], REMOVE_TIMEOUT_MS).catch(() => undefined);
  const engine = engineAddress();
  return {
    command: process.execPath,
    args: [join(projectRoot(), 'infra', 'container.mjs'), JSON.stringify(plan)],
    env: engine ? { DOCKER_HOST: engine } : {},
  };
}
