// `npm run start:kafka`: it starts every service as its own process, and all of them end with it,
// however it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaAccess, type Running, freePorts, kafkaSource, nodeFlags, projectRoot } from '@segue/infra';
import { describeWith } from '@segue/testing';

jest.setTimeout(180_000);

const SERVICES = ['INGESTION', 'PROFILE', 'SCORING', 'CAMPAIGN', 'DELIVERY'];
const ENDS_WITHIN_MS = 40_000;

describeWith('ownKafka', 'every service as its own process', () => {
  let home: string;
  let kafka: Running<KafkaAccess> | undefined;
  let launcher: ChildProcess;
  let ports: number[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'segue-start-'));
    kafka = await kafkaSource({ home: join(home, 'kafka'), fresh: true })?.start();
    ports = await freePorts(SERVICES.length + 1);
  });
  afterAll(async () => {
    launcher?.kill('SIGKILL');
    await until(async () => (await answering()).length === 0);
    await kafka?.close();
    await rm(home, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
  });

  /** Returns the ports at which a service answers. */
  const answering = async (): Promise<number[]> => {
    const answers = await Promise.all(ports.map((port) => fetch(`http://127.0.0.1:${port}/livez`).catch(() => null)));
    return ports.filter((_, place) => answers[place] !== null);
  };
  const until = async (holds: () => Promise<boolean>): Promise<boolean> => {
    for (const late = Date.now() + ENDS_WITHIN_MS; Date.now() < late; await pause(200)) if (await holds()) return true;
    return false;
  };
  const start = async (): Promise<void> => {
    const env = {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: String(ports[SERVICES.length]),
      ...Object.fromEntries(SERVICES.map((service, place) => [`${service}_PORT`, String(ports[place])])),
      SEGUE_DATA_DIR: home,
      KAFKA_BROKERS: kafka?.access.brokers.join(','),
    };
    const program = join(projectRoot(), 'dist/services/standalone/src/processes.js');
    launcher = spawn(process.execPath, [...nodeFlags(), program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    launcher.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('ready: ') && !hasEnded(launcher)) await pause(200);
    expect(said).toContain(`ready: http://localhost:${ports[SERVICES.length]}`);
  };

  /** The process of a service, a child of the launcher. */
  const pidOf = async (service: string): Promise<number> => {
    const pids = await readFile(`/proc/${launcher.pid}/task/${launcher.pid}/children`, 'utf8');
    for (const pid of pids.trim().split(' ')) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes(`services/${service}/src/main.js`)) return Number(pid);
    }
    throw new Error(`no process of ${service}`);
  };

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('starts a service again that was killed', async () => {
    await start();
    const killed = await pidOf('profile');
    process.kill(killed, 'SIGKILL');
    expect(await until(async () => (await answering()).length === ports.length - 1)).toBe(true);
    expect(await until(async () => (await answering()).length === ports.length)).toBe(true);
    expect(await pidOf('profile')).not.toBe(killed);

    launcher.kill('SIGKILL');
    expect(await until(async () => (await answering()).length === 0)).toBe(true);
  });

  // SIGTERM comes last, since the embedded Postgres outlives a killed launcher, and the next one
  // stops it.
  it.each(['SIGKILL', 'SIGTERM'] as const)('comes up, and is gone after %s', async (signal) => {
    await start();
    expect(await answering()).toEqual(ports);

    launcher.kill(signal);
    expect(await until(async () => (await answering()).length === 0)).toBe(true);
    expect(await until(async () => hasEnded(launcher))).toBe(true);
  });
});

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
