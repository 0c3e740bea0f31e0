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
  ServiceClient,
  ServiceTime,
  providersOf,
} from '@segue/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { DecisionOutbox } from './decide/decision.outbox';
import { Audience } from './audience/audience';
import { AudienceController } from './audience/audience.controller';
import { AudienceReader } from './audience/audience.reader';
import { PREVIEW_RENDERER } from './audience/preview.renderer';
import { CampaignRules } from './journeys/campaign.rules';
import { CampaignStore } from './decide/campaign.store';
import { CampaignTimer } from './decide/campaign.timer';
import { CampaignsController } from './journeys/campaigns.controller';
import { DecisionsController } from './decisions/decisions.controller';
import { LimitsController } from './limits/limits.controller';
import { StopController } from './limits/stop.controller';
import type { CampaignConfig } from './config';
import { Decider } from './decide/decider';
import { DecisionReader } from './decisions/decision.reader';
import { MailboxesController } from './contacts/mailboxes.controller';
import { OutcomeStore } from './contacts/outcome.store';
import { CampaignResultsController } from './results/results.controller';
import { TrialStore } from './results/trial.store';
import { OutcomesConsumer } from './contacts/outcomes.consumer';
import { PresetsController } from './presets/presets.controller';
import { Renderer } from './content/renderer';
import { SegmentsConsumer } from './journeys/segments.consumer';
import { StoriesController } from './journeys/stories.controller';
import { SignalsConsumer } from './decide/signals.consumer';

@Module({
  controllers: [
    SignalsConsumer,
    OutcomesConsumer,
    SegmentsConsumer,
    StopController,
    CampaignsController,
    AudienceController,
    CampaignResultsController,
    LimitsController,
    PresetsController,
    DecisionsController,
    StoriesController,
    MailboxesController,
  ],
})
export class CampaignModule {
  static register(context: ServiceContext<CampaignConfig>): DynamicModule {
    const { config, metrics, adminToken, name } = context;
    const scoring = new ServiceClient(
      'scoring',
      config.SCORING_URL ?? `http://127.0.0.1:${config.PORT}`,
      adminToken,
      name,
    );
    return {
      module: CampaignModule,
      providers: [
        ...providersOf(context),
        CampaignTimer,
        { provide: Renderer, useFactory: () => new Renderer() },
        { provide: PREVIEW_RENDERER, useFactory: () => new Renderer() },
        { provide: CustomerLookup, useValue: customerLookupOf(context) },
        { provide: CampaignStore, useFactory: (db: Db) => new CampaignStore(db), inject: [DB] },
        { provide: OutcomeStore, useFactory: (db: Db) => new OutcomeStore(db), inject: [DB] },
        { provide: DecisionReader, useFactory: (db: Db) => new DecisionReader(db), inject: [DB] },
        {
          provide: CampaignRules,
          useFactory: (db: Db, bus: Bus, clock: Clock) => new CampaignRules(db, bus, clock, config.SEGUE_BRAND_ZONE),
          inject: [DB, BUS, CLOCK],
        },
        { provide: TrialStore, useFactory: (db: Db) => new TrialStore(db), inject: [DB] },
        { provide: AudienceReader, useFactory: (db: Db) => new AudienceReader(db), inject: [DB] },
        {
          provide: Audience,
          useFactory: (
            customers: CustomerLookup,
            ...parts: [AudienceReader, CampaignRules, Renderer, ServiceTime, Clock]
          ) => new Audience(scoring, customers, ...parts),
          inject: [CustomerLookup, AudienceReader, CampaignRules, PREVIEW_RENDERER, ServiceTime, CLOCK],
        },
        {
          provide: DecisionOutbox,
          useFactory: (store: CampaignStore, bus: Bus, clock: Clock) =>
            new DecisionOutbox(
              store,
              bus,
              clock,
              metrics.unpublished.labels({ service: 'campaign', kind: 'decisions' }),
            ),
          inject: [CampaignStore, BUS, CLOCK],
        },
        {
          provide: Decider,
          useFactory: (...parts: ConstructorParameters<typeof Decider>) => new Decider(...parts),
          inject: [CampaignStore, CampaignRules, Renderer, ServiceTime, CLOCK],
        },
      ],
    };
  }
}
