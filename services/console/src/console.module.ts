import type { Db } from '@segue/store';
import { DB, type ServiceContext, providersOf } from '@segue/service';
import { type DynamicModule, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AccessStore } from './access.store';
import type { ConsoleConfig } from './config';
import { DemoController } from './demo.controller';
import { DEMO_HOST, type DemoHost } from './demo.host';
import type { Places } from './domain/places';
import { frontServices } from './fronting';
import { HealthController } from './health.controller';
import { LiveController } from './live.controller';
import { LiveFeed } from './live.feed';
import { servePages } from './pages';
import { SaleController } from './sale.controller';
import { SaleTracker } from './sale.tracker';
import { SERVICE_CLIENTS, serviceClients } from './service.clients';
import { SessionController } from './session.controller';
import { OpenStreams } from './streams';
import { Suggestions } from './suggestions';

const PLACES = Symbol('places');

/** Serves the pages and forwards requests to the services, outside of Nest's routes. */
@Injectable()
class StaticRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(PLACES) private readonly places: Places,
  ) {}

  async onModuleInit(): Promise<void> {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    if (Object.values(this.places).some((url) => url !== undefined)) frontServices(server, this.places);
    await servePages(server);
  }
}

@Module({ controllers: [SessionController, HealthController, LiveController, SaleController, DemoController] })
export class ConsoleModule {
  static register(context: ServiceContext<ConsoleConfig>, demo: DemoHost, places: Places): DynamicModule {
    const { config, adminToken } = context;
    const services = serviceClients(places, `http://127.0.0.1:${config.PORT}`, adminToken);
    return {
      module: ConsoleModule,
      providers: [
        ...providersOf(context),
        StaticRoutes,
        LiveFeed,
        OpenStreams,
        Suggestions,
        { provide: PLACES, useValue: places },
        { provide: DEMO_HOST, useValue: demo },
        { provide: SERVICE_CLIENTS, useValue: services },
        { provide: SaleTracker, useValue: new SaleTracker(services) },
        { provide: AccessStore, useFactory: (db: Db) => new AccessStore(db), inject: [DB] },
      ],
    };
  }
}
