// The Nest application of a process: the modules of its services behind one HTTP server, with the
// routes that every service has.
import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InFlight, Log } from '@segue/bus';
import { zoneRules } from '@segue/valuation';
import type { FastifyInstance } from 'fastify';
import { requireAccess } from '../http/handlers';
import { configureHttp, httpAdapter } from '../http/http';
import { WrongTokens, limitRates } from '../http/limits';
import { openApiOf } from '../http/openapi';
import { observe } from '../http/request-hooks';
import { AuthGuard } from '../security/auth.guard';
import { wallClock } from '../time/clock';
import { connectConsumers } from './consumers';
import type { ServiceContext } from './context';
import type { AnyService } from './definition';
import { measureLag } from '../observability/lag';
import { nestLogger } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import { DocumentController, StatusController } from '../observability/operations.controller';
import { JobsController } from '../jobs/jobs.controller';
import { ProbeController } from '../observability/probe.controller';
import { type Hosted, HOSTED } from './hosted';

@Module({})
class RootModule {
  static of(hosted: Hosted, guard: AuthGuard, modules: DynamicModule[]): DynamicModule {
    return {
      module: RootModule,
      global: true,
      exports: [AuthGuard],
      imports: modules,
      controllers: [ProbeController, DocumentController, StatusController, JobsController],
      providers: [
        { provide: HOSTED, useValue: hosted },
        { provide: AuthGuard, useValue: guard },
      ],
    };
  }
}

export async function openApp(
  services: readonly AnyService[],
  contexts: readonly ServiceContext[],
  metrics: Metrics,
  title: string,
  log: Log,
  inFlight: InFlight,
  onStall: (reason: string) => void,
): Promise<NestFastifyApplication> {
  warnOfOldZones(log);
  const hosted: Hosted = { instance: randomUUID().slice(0, 8), startedAt: wallClock.now(), contexts };
  const modules = services.map((service, place) => service.module(contexts[place] as ServiceContext));
  const { adminToken, config, speed } = contexts[0] as ServiceContext;
  const adapter = httpAdapter({ trustedProxies: config.SEGUE_TRUSTED_PROXIES });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  observe(server, metrics, log);
  await limitRates(server, speed);
  const guard = new AuthGuard(adminToken, new WrongTokens(server));
  const app = await NestFactory.create<NestFastifyApplication>(RootModule.of(hosted, guard, modules), adapter, {
    logger: nestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  configureHttp(app, guard, log);
  connectConsumers(app, contexts, onStall, inFlight);
  requireAccess(app);
  hosted.document = openApiOf(app, title);
  measureLag(metrics, contexts);
  // First the modules start their loops, then batches are handled, then (by the caller) requests.
  await app.init();
  await app.startAllMicroservices();
  for (const context of contexts) context.time.start();
  return app;
}

/**
 * Warns when the runtime's rules of time zones are outdated. Days and quiet hours follow the newer
 * rules; texts that the runtime formats do not.
 */
function warnOfOldZones(log: Log): void {
  const { runtime, used } = zoneRules();
  if (runtime !== used) log('warn', 'the runtime has older rules of time zones', { runtime, used });
}
