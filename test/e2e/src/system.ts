// A whole system for a test: built programs as separate processes, on parts of their own.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, openBus } from '@segue/bus';
import { SERVICES, type ServiceName, byService } from '@segue/contracts';
import { freePorts, kafkaSource } from '@segue/infra';
import { SegueClient } from '@segue/replay';
import { startEmbeddedPostgres } from '@segue/store';
import { pause } from './pause';
import { POLL_MS, Processes, READY_WITHIN_MS } from './processes';
import { hasReadAll, progressOf, unpublishedIn } from './rest';

export interface SystemOptions {
  zone?: string;
  env?: Record<string, string>;
  /**
   * Whether the console runs as well, as a process in front of the others. For systems on Kafka;
   * standalone always has it.
   */
  console?: boolean;
  /** Replaces the addresses of Postgres and the broker by those of proxies. */
  through?: {
    database?: (url: URL) => Promise<URL>;
    /**
     * Starts a proxy.
     * @param broker returns the broker's own port once it is known.
     */
    broker?: (broker: () => number) => Promise<{ port: number }>;
  };
}

export const QUIET_WITHIN_MS = 300_000;

/** One process with all services, or one per service on Kafka. */
export class System {
  readonly adminToken = randomBytes(12).toString('hex');
  readonly writeKey = randomBytes(12).toString('hex');
  databaseUrl = '';
  private dataDir = '';
  private readonly processes = new Processes();
  private readonly closers: (() => Promise<void>)[] = [];
  private ports: Record<string, number> = {};
  private env: NodeJS.ProcessEnv = {};

  private constructor(private readonly kind: 'standalone' | 'processes') {}

  static async standalone(options: SystemOptions = {}): Promise<System> {
    const system = new System('standalone');
    return system.opened(async () => {
      await system.prepare(options, {});
      const [port = 0] = await freePorts(1);
      system.ports = { standalone: port };
      await system.start('standalone');
    });
  }

  static async onKafka(options: SystemOptions = {}): Promise<System> {
    const system = new System('processes');
    return system.opened(async () => {
      await system.prepare(options, { KAFKA_BROKERS: await system.bringUpKafka(options) });
      const free = await freePorts(SERVICES.length);
      system.ports = Object.fromEntries(SERVICES.map((service, place) => [service, free[place] ?? 0]));
      for (const service of SERVICES) system.env[`${service.toUpperCase()}_URL`] = system.urlOf(service);
      await Promise.all(SERVICES.map((service) => system.start(service)));
      if (options.console === true) {
        [system.ports.console = 0] = await freePorts(1);
        await system.start('console');
      }
    });
  }

  /** Returns the base URL of this service. */
  urlOf(service: ServiceName | 'console'): string {
    return `http://127.0.0.1:${this.ports[this.kind === 'standalone' ? 'standalone' : service]}`;
  }

  /** Resolves with the one-time link that the console left in the data folder when it started. */
  async startLink(): Promise<string> {
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const link = await readFile(join(this.dataDir, 'start-link'), 'utf8').catch(() => '');
      if (link.endsWith('\n')) return link.trim();
      if (Date.now() > until) throw new Error('the console left no link');
      await pause(POLL_MS);
    }
  }

  clientOf(service: ServiceName): SegueClient {
    return new SegueClient({ url: this.urlOf(service), adminToken: this.adminToken, writeKey: this.writeKey });
  }

  /** Opens the log of the services; the caller closes it. */
  openBus(): Bus {
    return openBus({ clientId: 'test', databaseUrl: this.databaseUrl, kafkaBrokers: this.brokers });
  }

  /** Access for a client of all services: each path goes to its service. */
  get access() {
    return {
      url: this.urlOf('ingestion'),
      adminToken: this.adminToken,
      writeKey: this.writeKey,
      services: this.urls(),
    };
  }

  start(name: string): Promise<void> {
    return this.processes.start(name, this.ports[name] ?? 0, this.env);
  }

  /** Returns the process id, to check that the process is still the same one. */
  pidOf(name: string): number | undefined {
    return this.processes.pidOf(name);
  }

  /** Returns the last output of every process, for the error of a test. */
  lastOutput(): string {
    return this.processes.lastOutput();
  }

  /** Kills a process (kill -9). */
  async kill(name: string): Promise<void> {
    await this.processes.end(name, 'SIGKILL');
  }

  /**
   * Kills standalone and its Postgres at once; the next process that needs Postgres starts it
   * again.
   */
  async cutPower(): Promise<void> {
    const [pid] = (await readFile(join(this.dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await this.kill('standalone');
  }

  /** Suspends a process: it accepts connections, but does not answer. */
  freeze(name: string): void {
    this.processes.signal(name, 'SIGSTOP');
  }

  thaw(name: string): void {
    this.processes.signal(name, 'SIGCONT');
  }

  async stop(name: string): Promise<void> {
    await this.processes.end(name, 'SIGTERM');
  }

  /** Resolves when a restarted service has committed messages or has no unread ones. */
  async works(service: ServiceName): Promise<void> {
    const clientOf = (name: ServiceName) => this.clientOf(name);
    const before = await progressOf(service, clientOf);
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const now = await progressOf(service, clientOf);
      if (now.unread === 0 || now.done > before.done) return;
      if (Date.now() > until) throw new Error(`${service} takes nothing in`);
      await pause(POLL_MS);
    }
  }

  /** Resolves when nothing is unread, unpublished or under way. */
  async quiet(withinMs = QUIET_WITHIN_MS): Promise<void> {
    const until = Date.now() + withinMs;
    const clientOf = (name: ServiceName) => this.clientOf(name);
    for (let calm = 0; calm < 5;) {
      if (Date.now() > until) throw new Error(`the system does not come to rest\n${this.lastOutput()}`);
      calm = (await hasReadAll(clientOf)) && (await unpublishedIn(this.databaseUrl)) === 0 ? calm + 1 : 0;
      await pause(POLL_MS);
    }
  }

  get brokers(): string[] {
    return this.env.KAFKA_BROKERS?.split(',') ?? [];
  }

  async close(): Promise<void> {
    await this.processes.stopAll();
    for (const close of this.closers.reverse()) await close();
  }

  /** Returns this system after `open`; closes it if that fails. */
  private async opened(open: () => Promise<void>): Promise<System> {
    try {
      await open();
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async bringUpKafka({ through }: SystemOptions): Promise<string> {
    const home = await mkdtemp(join(tmpdir(), 'segue-kafka-'));
    let own = 0;
    const advertised = await through?.broker?.(() => own);
    const kafka = await kafkaSource({
      home,
      fresh: true,
      advertisedPort: advertised?.port,
      onPorts: (port) => (own = port),
    })?.start();
    if (!kafka) throw new Error('there is no Kafka here');
    this.closers.push(async () => {
      await kafka.close();
      // A server that is shutting down may still write.
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    });
    return advertised ? `127.0.0.1:${advertised.port}` : kafka.access.brokers.join(',');
  }

  private async prepare(
    { zone = 'UTC', env = {}, through }: SystemOptions,
    parts: Record<string, string>,
  ): Promise<void> {
    const dataDir = await mkdtemp(join(tmpdir(), 'segue-'));
    const postgres = await startEmbeddedPostgres(dataDir);
    this.databaseUrl = postgres.url;
    const reached = (await through?.database?.(new URL(postgres.url)))?.href ?? postgres.url;
    this.dataDir = dataDir;
    this.closers.push(async () => {
      await postgres.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    });
    this.env = {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
      SEGUE_DATA_DIR: dataDir,
      DATABASE_URL: reached,
      SEGUE_ADMIN_TOKEN: this.adminToken,
      SEGUE_WRITE_KEY: this.writeKey,
      SEGUE_BRAND_ZONE: zone,
      SEGUE_DEMO: '0',
      // Tests decide when a fit may change standings.
      SEGUE_FIT_MODELS: '0',
      SEGUE_ALLOW_PRIVATE_TARGETS: '1',
      ...parts,
      ...env,
    };
  }

  private urls(): Record<ServiceName, string> {
    return byService((service) => this.urlOf(service));
  }
}
