import { type DynamicModule, Module } from '@nestjs/common';
import { type ServiceContext, providersOf } from '@segue/service';
import { BulkConsumer } from './bulk/bulk.consumer';
import { BusySources } from './bulk/busy.sources';
import { CallerCheck } from './accept/caller.check';
import type { IngestionConfig } from './config';
import { DeadLetterStore } from './dead-letters/dead-letter.store';
import { DeadLettersConsumer } from './dead-letters/dead-letters.consumer';
import { DeadLettersController } from './dead-letters/dead-letters.controller';
import { IdempotencyStore } from './idempotency/idempotency.store';
import { IngestionMetrics } from './accept/ingestion.metrics';
import { QuarantineController } from './quarantine/quarantine.controller';
import { QuarantineStore } from './quarantine/quarantine.store';
import { Receipts } from './accept/receipts';
import { ReplayClock } from './time/replay.clock';
import { SegmentController } from './accept/segment.controller';
import { SourceDirectory } from './sources/source.directory';
import { SourceLimits } from './sources/source.limits';
import { SourcesController } from './sources/sources.controller';
import { TimeController } from './time/time.controller';
import { TouchpointIntake } from './accept/touchpoint.intake';
import { TouchpointWriter } from './accept/touchpoint.writer';

@Module({
  controllers: [
    SegmentController,
    SourcesController,
    QuarantineController,
    DeadLettersController,
    TimeController,
    DeadLettersConsumer,
    BulkConsumer,
  ],
  providers: [
    CallerCheck,
    SourceDirectory,
    ReplayClock,
    TouchpointWriter,
    TouchpointIntake,
    QuarantineStore,
    DeadLetterStore,
    IdempotencyStore,
    IngestionMetrics,
    Receipts,
    SourceLimits,
    BusySources,
  ],
})
export class IngestionModule {
  static register(context: ServiceContext<IngestionConfig>): DynamicModule {
    return { module: IngestionModule, providers: providersOf(context) };
  }
}
