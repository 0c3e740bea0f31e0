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
  UnsubscribeLinks,
  providersOf,
} from '@segue/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { ChannelStore } from './channels/channel.store';
import { Channels } from './channels/channels';
import { ChannelsController } from './channels/channels.controller';
import type { DeliveryConfig } from './config';
import { Attempts } from './sending/attempts';
import { ConsentWait } from './sending/consent.wait';
import { DeliveriesController } from './sending/deliveries.controller';
import { DeliveryConsumer } from './sending/delivery.consumer';
import { DeliveryReader } from './sending/delivery.reader';
import { DeliveryStore } from './sending/delivery.store';
import { Outcomes } from './outcomes/outcomes';
import { Pauses } from './sending/pauses';
import { TargetGuard } from './channels/private-addresses';
import { Sender } from './sending/sender';
import { TestMessageStore } from './test-sends/test-message.store';
import { TestSends } from './test-sends/test-sends';
import { TestSendsController } from './test-sends/test-sends.controller';
import { SenderLoops } from './sending/sender.loops';
import { StopStore } from './sending/stop.store';

@Module({ controllers: [DeliveryConsumer, DeliveriesController, ChannelsController, TestSendsController] })
export class DeliveryModule {
  static register(context: ServiceContext<DeliveryConfig>): DynamicModule {
    const { config, management, clock, log, sealing, metrics } = context;
    const guard = new TargetGuard({
      allowPrivate: config.SEGUE_ALLOW_PRIVATE_TARGETS,
      allowed: config.SEGUE_ALLOWED_TARGETS,
    });
    const links = new UnsubscribeLinks(sealing, config.SEGUE_PUBLIC_URL);
    const channelStore = new ChannelStore(management, sealing);
    return {
      module: DeliveryModule,
      providers: [
        ...providersOf(context),
        SenderLoops,
        { provide: CustomerLookup, useValue: customerLookupOf(context) },
        Pauses,
        { provide: ChannelStore, useValue: channelStore },
        { provide: Channels, useValue: new Channels(channelStore, guard, links, clock, log) },
        { provide: DeliveryStore, useFactory: (db: Db) => new DeliveryStore(db), inject: [DB] },
        { provide: TestMessageStore, useFactory: (db: Db) => new TestMessageStore(db), inject: [DB] },
        {
          provide: TestSends,
          useFactory: (...parts: ConstructorParameters<typeof TestSends>) => new TestSends(...parts),
          inject: [TestMessageStore, Channels, CLOCK],
        },
        { provide: StopStore, useFactory: (db: Db) => new StopStore(db), inject: [DB] },
        { provide: DeliveryReader, useFactory: (db: Db) => new DeliveryReader(db), inject: [DB] },
        {
          provide: Outcomes,
          useFactory: (store: DeliveryStore, bus: Bus, time: Clock) =>
            new Outcomes(store, bus, time, metrics.unpublished.labels({ service: 'delivery', kind: 'outcomes' })),
          inject: [DeliveryStore, BUS, CLOCK],
        },
        {
          provide: Attempts,
          useFactory: (...parts: ConstructorParameters<typeof Attempts>) => new Attempts(...parts),
          inject: [DeliveryStore, Channels, ServiceTime, CLOCK, Pauses],
        },
        {
          provide: ConsentWait,
          useFactory: (...parts: ConstructorParameters<typeof ConsentWait>) => new ConsentWait(...parts),
          inject: [BUS, ServiceTime, CLOCK],
        },
        {
          provide: Sender,
          useFactory: (...parts: ConstructorParameters<typeof Sender>) => new Sender(...parts),
          inject: [DeliveryStore, Attempts, ConsentWait, ServiceTime, CLOCK, Pauses],
        },
      ],
    };
  }
}
