import type { Bus } from '@segue/bus';
import type { Db } from '@segue/store';
import {
  BUS,
  CLOCK,
  type Clock,
  CustomerLookup,
  customerLookupOf,
  DB,
  type ServiceContext,
  ServiceTime,
  providersOf,
} from '@segue/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { ChannelStore } from './channel.store';
import { Channels } from './channels';
import { ChannelsController } from './channels.controller';
import type { DeliveryConfig } from './config';
import { DeliveriesController } from './deliveries.controller';
import { DeliveryConsumer } from './delivery.consumer';
import { DeliveryReader } from './delivery.reader';
import { DeliveryStore } from './delivery.store';
import { Outcomes } from './outcomes';
import { Pauses } from './pauses';
import { TargetGuard } from './private-addresses';
import { Sender } from './sender';
import { SenderLoops } from './sender.loops';

@Module({ controllers: [DeliveryConsumer, DeliveriesController, ChannelsController] })
export class DeliveryModule {
  static register(context: ServiceContext<DeliveryConfig>): DynamicModule {
    const { config, management, clock, log, sealing } = context;
    const guard = new TargetGuard({
      allowPrivate: config.SEGUE_ALLOW_PRIVATE_TARGETS,
      allowed: config.SEGUE_ALLOWED_TARGETS,
    });
    const channelStore = new ChannelStore(management, sealing);
    return {
      module: DeliveryModule,
      providers: [
        ...providersOf(context),
        SenderLoops,
        { provide: CustomerLookup, useValue: customerLookupOf(context) },
        Pauses,
        { provide: ChannelStore, useValue: channelStore },
        { provide: Channels, useValue: new Channels(channelStore, guard, clock, log) },
        { provide: DeliveryStore, useFactory: (db: Db) => new DeliveryStore(db), inject: [DB] },
        { provide: DeliveryReader, useFactory: (db: Db) => new DeliveryReader(db), inject: [DB] },
        {
          provide: Outcomes,
          useFactory: (store: DeliveryStore, bus: Bus, time: Clock) => new Outcomes(store, bus, time),
          inject: [DeliveryStore, BUS, CLOCK],
        },
        {
          provide: Sender,
          useFactory: (...parts: ConstructorParameters<typeof Sender>) => new Sender(...parts),
          inject: [DeliveryStore, Channels, BUS, ServiceTime, CLOCK, Pauses],
        },
      ],
    };
  }
}
