import { deadLetters, touchpointsBulk } from '@segue/contracts';
import { defineService } from '@segue/service';
import { IngestionConfig } from './config';
import { IngestionModule } from './ingestion.module';
import { CreateIngestion1763700000000 } from './migrations/create-ingestion';
import { KeepImports1764700000000 } from './migrations/keep-imports';
import { KeepIdempotencyKeys1764500000000 } from './migrations/keep-idempotency-keys';
import { MarkReplays1763800000000 } from './migrations/mark-replays';
import { ReceiveWebhooks1764800000000 } from './migrations/receive-webhooks';
import { SignUserIds1764400000000 } from './migrations/sign-user-ids';
import { TellRejections1764600000000 } from './migrations/tell-rejections';
import { SigningKey, Source, WriteKey } from './sources/sources.entities';

export { SegmentEvent } from './accept/domain/segment-event';
export { IngestionModule } from './ingestion.module';

/**
 * The service that accepts touchpoints over HTTP. Its time is the wall clock, or the time marks of
 * a replay.
 */
export const ingestion = defineService({
  name: 'ingestion',
  config: IngestionConfig,
  migrations: [
    CreateIngestion1763700000000,
    MarkReplays1763800000000,
    SignUserIds1764400000000,
    KeepIdempotencyKeys1764500000000,
    TellRejections1764600000000,
    KeepImports1764700000000,
    ReceiveWebhooks1764800000000,
  ],
  entities: [SigningKey, Source, WriteKey],
  inputs: [
    { topic: touchpointsBulk, timed: false },
    { topic: deadLetters, timed: false },
  ],
  output: null,
  module: (context) => IngestionModule.register(context),
});
