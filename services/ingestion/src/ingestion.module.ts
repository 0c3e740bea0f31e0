import { type DynamicModule, Module } from '@nestjs/common';
import { DB, ServiceClient, type ServiceContext, UnsubscribeLinks, providersOf } from '@segue/service';
import type { Db } from '@segue/store';
import { ActivityController } from './activity/activity.controller';
import { ActivityStore } from './activity/activity.store';
import { SourceActivity } from './activity/source.activity';
import { BulkConsumer } from './bulk/bulk.consumer';
import { Pacer } from './bulk/pacer';
import { BusySources } from './bulk/busy.sources';
import { CallerCheck } from './accept/caller.check';
import type { IngestionConfig } from './config';
import { DeadLetterStore } from './dead-letters/dead-letter.store';
import { DeadLettersConsumer } from './dead-letters/dead-letters.consumer';
import { DeadLettersController } from './dead-letters/dead-letters.controller';
import { IdempotencyStore } from './idempotency/idempotency.store';
import { ImportJobs } from './imports/import.job';
import { ImportStore } from './imports/import.store';
import { ImportsController } from './imports/imports.controller';
import { IngestionMetrics } from './accept/ingestion.metrics';
import { QuarantineController } from './quarantine/quarantine.controller';
import { QuarantineReplay } from './quarantine/quarantine.replay';
import { QuarantineStore } from './quarantine/quarantine.store';
import { Receipts } from './accept/receipts';
import { ReplayClock } from './time/replay.clock';
import { ReplayStore } from './time/replay.store';
import { SegmentCalls } from './accept/segment.calls';
import { SegmentController } from './accept/segment.controller';
import { SourceDirectory } from './sources/source.directory';
import { SourceLimits } from './sources/source.limits';
import { SourcesController } from './sources/sources.controller';
import { TimeController } from './time/time.controller';
import { TouchpointIntake } from './accept/touchpoint.intake';
import { TouchpointWriter } from './accept/touchpoint.writer';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller';
import { WebhookDoor } from './webhooks/webhook.door';
import { WebhookOrderStore } from './webhooks/webhook-order.store';
import { WebhooksController } from './webhooks/webhooks.controller';

@Module({
  controllers: [
    SegmentController,
    WebhooksController,
    ActivityController,
    SourcesController,
    QuarantineController,
    DeadLettersController,
    TimeController,
    ImportsController,
    UnsubscribeController,
    DeadLettersConsumer,
    BulkConsumer,
  ],
  providers: [
    CallerCheck,
    SourceDirectory,
    ReplayClock,
    TouchpointWriter,
    TouchpointIntake,
    SegmentCalls,
    QuarantineStore,
    QuarantineReplay,
    DeadLetterStore,
    IdempotencyStore,
    IngestionMetrics,
    Receipts,
    SourceLimits,
    BusySources,
    Pacer,
    ImportJobs,
    SourceActivity,
    WebhookDoor,
    { provide: ActivityStore, useFactory: (db: Db) => new ActivityStore(db), inject: [DB] },
    { provide: WebhookOrderStore, useFactory: (db: Db) => new WebhookOrderStore(db), inject: [DB] },
    { provide: ReplayStore, useFactory: (db: Db) => new ReplayStore(db), inject: [DB] },
    { provide: ImportStore, useFactory: (db: Db) => new ImportStore(db), inject: [DB] },
  ],
})
export class IngestionModule {
  static register(context: ServiceContext<IngestionConfig>): DynamicModule {
    const { config, adminToken, name } = context;
    const url = config.PROFILE_URL ?? `http://127.0.0.1:${config.PORT}`;
    const profile = new ServiceClient('profile', url, adminToken, name);
    return {
      module: IngestionModule,
      providers: [
        ...providersOf(context),
        { provide: ServiceClient, useValue: profile },
        { provide: UnsubscribeLinks, useValue: new UnsubscribeLinks(context.sealing, config.SEGUE_PUBLIC_URL) },
      ],
    };
  }
}
