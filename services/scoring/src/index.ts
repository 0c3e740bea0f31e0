import { definitions, profiles, signals } from '@segue/contracts';
import { defineService } from '@segue/service';
import { ScoringConfig } from './config';
import { Scoring1700000000001 } from './migrations/1-scoring';
import { HeadOfTransition1700000000002 } from './migrations/2-head-of-transition';
import { HeardOrders1700000000003 } from './migrations/3-heard-orders';
import { Unpublished1700000000004 } from './migrations/4-unpublished';
import { Segments1700000000005 } from './migrations/5-segments';
import { Subscription1700000000006 } from './migrations/6-subscription';
import { OrderRows1700000000007 } from './migrations/7-order-rows';
import { Models1700000000008 } from './migrations/8-models';
import { SegmentVersions1700000000009 } from './migrations/9-segment-versions';
import { SegmentSizes1700000000010 } from './migrations/10-segment-sizes';
import { TiersByHand1700000000011 } from './migrations/11-tiers-by-hand';
import { ScoringModule } from './scoring.module';

/** What customers are worth, where they stand, and when that changes. */
export const scoring = defineService({
  name: 'scoring',
  config: ScoringConfig,
  migrations: [
    Scoring1700000000001,
    HeadOfTransition1700000000002,
    HeardOrders1700000000003,
    Unpublished1700000000004,
    Segments1700000000005,
    Subscription1700000000006,
    OrderRows1700000000007,
    Models1700000000008,
    SegmentVersions1700000000009,
    SegmentSizes1700000000010,
    TiersByHand1700000000011,
  ],
  entities: [],
  inputs: [
    { topic: profiles, timed: true },
    { topic: definitions, timed: false },
  ],
  output: signals,
  module: (context) => ScoringModule.register(context),
});
