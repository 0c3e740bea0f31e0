import { type DynamicModule, Module } from '@nestjs/common';
import { type ServiceContext, providersOf } from '@segue/service';
import { BulkConsumer } from './bulk.consumer';
import { BusySources } from './busy.sources';
import { CallerCheck } from './caller.check';
import type { IngestionConfig } from './config';
import { DeadLetterStore } from './dead-letter.store';
import { DeadLettersConsumer } from './dead-letters.consumer';
import { DeadLettersController } from './dead-letters.controller';
import { IdempotencyStore } from './idempotency.store';
import { IngestionMetrics } from './ingestion.metrics';
import { QuarantineController } from './quarantine.controller';
import { QuarantineStore } from './quarantine.store';
import { Receipts } from './receipts';
import { ReplayClock } from './replay.clock';
import { SegmentController } from './segment.controller';
import { SourceDirectory } from './source.directory';
import { SourceLimits } from './source.limits';
import { SourcesController } from './sources.controller';
import { TimeController } from './time.controller';
import { TouchpointWriter } from './touchpoint.writer';

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
