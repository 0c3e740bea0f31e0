// Starts services in a process: a single one, or all of them (standalone). Each part is ready
// before it is used; at the end the services stop accepting work before their parts close.
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InFlight, type Log } from '@segue/bus';
import { type Kept, keptSecret, sealingOf } from '../security/secrets';
import { openApp } from './app';
import { ConfigError, type ServiceConfig, readConfig } from './config';
import type { ServiceContext } from './context';
import type { AnyService } from './definition';
import { createLog } from '../observability/log';
import { type Parts, closeParts, openContext, openParts } from './parts';

export interface RunningServices {
  app: NestFastifyApplication;
  /** Base URL of this process, for callers on the same machine. */
  url: string;
  contexts: readonly ServiceContext[];
  log: Log;
  adminToken: Kept;
  /** The messages that the batch handlers work on. */
  inFlight: InFlight;
  /** Drains: no new request or batch, the ones under way are finished, then connections close. */
  close(): Promise<void>;
}

export interface OpenOptions {
  env?: NodeJS.ProcessEnv;
  /** Called when a subscription has stalled; the process should end. */
  onStall?: (reason: string) => void;
}

/**
 * Starts the services in this process, without handlers of signals: for tests and for composition.
 */
export async function openServices(
  services: readonly AnyService[],
  options: OpenOptions = {},
): Promise<RunningServices> {
  const env = options.env ?? process.env;
  const configs = readConfigs(services, env);
  const config = configs[0] as ServiceConfig;
  const title = services.length === 1 ? (services[0] as AnyService).name : 'segue';
  const log = createLog(config.LOG_LEVEL, title);
  const adminToken = await keptSecret(config.SEGUE_DATA_DIR, 'admin-token', config.SEGUE_ADMIN_TOKEN);
  const sealing = await sealingOf(config);
  const opened = await openParts(config, title, log);
  try {
    const contexts: ServiceContext[] = [];
    // One after the other: on a small machine they would only compete for the processor.
    for (const [place, service] of services.entries()) {
      contexts.push(
        await openContext(service, configs[place] as ServiceConfig, adminToken.value, sealing, opened, log),
      );
    }
    const inFlight = new InFlight(join(config.SEGUE_DATA_DIR, `ends-${title}.json`));
    const app = await openApp(
      services,
      contexts,
      opened.metrics,
      title,
      log,
      inFlight,
      options.onStall ?? (() => undefined),
    );
    await listen(app, config);
    log('info', 'ready', { services: services.map(({ name }) => name), embedded: opened.store.embedded });
    const { port } = app.getHttpServer().address() as { port: number };
    return {
      app,
      url: `http://127.0.0.1:${port}`,
      contexts,
      log,
      adminToken,
      inFlight,
      close: () => {
        inFlight.close();
        return closeAll(app, contexts, opened);
      },
    };
  } catch (error) {
    await closeParts(opened).catch(() => undefined);
    throw error;
  }
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: ServiceConfig): Promise<void> {
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw isTaken ? new ConfigError([`PORT: ${PORT} is taken by another program; set another one`]) : error;
  }
}

function readConfigs(services: readonly AnyService[], env: NodeJS.ProcessEnv): ServiceConfig[] {
  const faults = new Set<string>();
  const configs = services.flatMap((service) => {
    try {
      return [readConfig<ServiceConfig>(service.config, env)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const fault of error.faults) faults.add(fault);
      return [];
    }
  });
  if (faults.size > 0) throw new ConfigError([...faults]);
  return configs;
}

async function closeAll(
  app: NestFastifyApplication,
  contexts: readonly ServiceContext[],
  opened: Parts,
): Promise<void> {
  for (const { health } of contexts) health.close();
  await Promise.all(contexts.map(({ jobs }) => jobs.stop()));
  await app.close();
  await Promise.all(contexts.map(({ time }) => time.stop()));
  await closeParts(opened);
}
