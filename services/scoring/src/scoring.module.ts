import type { Bus, Log } from '@segue/bus';
import type { Brand } from '@segue/parts';
import type { Db } from '@segue/store';
import {
  BUS,
  CLOCK,
  type Clock,
  CustomerLookup,
  customerLookupOf,
  DB,
  Jobs,
  LOG,
  type ServiceContext,
  ServiceTime,
  providersOf,
  ratesOf,
} from '@segue/service';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Backfill } from './rulebook/backfill';
import type { ScoringConfig } from './config';
import { DueTimer } from './score/due.timer';
import { HistoryReader } from './score/histories';
import { Matches } from './standings/members/matches';
import { EvidenceReader } from './models/model.evidence';
import { ModelFitter } from './models/model.fitter';
import { LiveModels } from './models/model.live';
import { ModelStore } from './models/model.store';
import { ModelTimer } from './models/model.timer';
import { ModelsController } from './models/models.controller';
import { ProfilesConsumer } from './score/profiles.consumer';
import { RfmEdgesTaker } from './settings/rfm.edges';
import { Scorer } from './score/scorer';
import { SegmentDayStore } from './history/segment-day.store';
import { SegmentDays } from './history/segment-days';
import { SegmentSizeStore } from './history/segment-size.store';
import { SegmentDraftStore } from './rulebook/segment-draft.store';
import { SegmentDraftsController } from './segments/drafts.controller';
import { ListMembers } from './segments/list.members';
import { ListsController } from './segments/lists.controller';
import { SegmentMembersController } from './segments/segment-members.controller';
import { SegmentOutbox } from './rulebook/segment.outbox';
import { SegmentStore } from './rulebook/segment.store';
import { SegmentsController } from './segments/segments.controller';
import { SettingsController } from './settings/settings.controller';
import { ByHandController } from './standings/by-hand/by-hand.controller';
import { ByHandStore } from './standings/by-hand/by-hand.store';
import { StandingsController } from './standings/standings.controller';
import { StateReader } from './standings/state.reader';
import { StatesController } from './standings/states.controller';
import { TiersController } from './tiers/tiers.controller';
import { MembersController } from './standings/members/members.controller';
import { TransitionsController } from './transitions/transitions.controller';
import { CensusReader } from './tiers/census.reader';
import { ScoringRules } from './rulebook/rulebook.store';
import { BrandView } from './settings/settings.views';
import { SignalOutbox } from './transitions/signal.outbox';
import { DueReader } from './standings/due.reader';
import { LeaverReader } from './standings/members/leaver.reader';
import { OwnerReader } from './standings/owner.reader';
import { MemberReader } from './standings/members/member.reader';
import { PreviewReader } from './standings/previews/preview.reader';
import { StandingReader } from './standings/standing.reader';
import { StandingStore } from './standings/standing.store';
import { TraitReader } from './standings/members/trait.reader';
import { TransitionReader } from './transitions/transition.reader';
import { TransitionStore } from './transitions/transition.store';

@Module({
  controllers: [
    ProfilesConsumer,
    SegmentsController,
    SegmentDraftsController,
    SegmentMembersController,
    ListsController,
    TiersController,
    SettingsController,
    ModelsController,
    ByHandController,
    StandingsController,
    MembersController,
    StatesController,
    TransitionsController,
  ],
})
export class ScoringModule {
  static register(context: ServiceContext<ScoringConfig>): DynamicModule {
    const { config, metrics } = context;
    const brand: Brand = {
      currency: config.SEGUE_CURRENCY,
      zone: config.SEGUE_BRAND_ZONE,
      protectedTraits: config.SEGUE_PROTECTED_TRAITS,
      rates: ratesOf(config.SEGUE_RATES_FILE, context.log),
    };
    return {
      module: ScoringModule,
      providers: [
        ...providersOf(context),
        DueTimer,
        { provide: BrandView, useValue: brandViewOf(config) },
        { provide: CustomerLookup, useValue: customerLookupOf(context) },
        {
          provide: Matches,
          useFactory: (profiles: CustomerLookup) => new Matches(profiles),
          inject: [CustomerLookup],
        },
        {
          provide: HistoryReader,
          useFactory: (profiles: CustomerLookup) => new HistoryReader(profiles),
          inject: [CustomerLookup],
        },
        { provide: StandingStore, useFactory: (db: Db) => new StandingStore(db), inject: [DB] },
        { provide: TransitionStore, useFactory: (db: Db) => new TransitionStore(db), inject: [DB] },
        {
          provide: ScoringRules,
          useFactory: (db: Db, clock: Clock, log: Log) => new ScoringRules(db, clock, brand, log),
          inject: [DB, CLOCK, LOG],
        },
        {
          provide: StandingReader,
          useFactory: (store: StandingStore) => new StandingReader(store),
          inject: [StandingStore],
        },
        { provide: MemberReader, useFactory: (db: Db) => new MemberReader(db), inject: [DB] },
        {
          provide: StateReader,
          useFactory: (members: MemberReader, store: StandingStore) => new StateReader(members, store),
          inject: [MemberReader, StandingStore],
        },
        {
          provide: LeaverReader,
          useFactory: (members: MemberReader, standings: StandingReader) => new LeaverReader(members, standings),
          inject: [MemberReader, StandingReader],
        },
        {
          provide: TraitReader,
          useFactory: (store: StandingStore, clock: Clock) => new TraitReader(store, clock),
          inject: [StandingStore, CLOCK],
        },
        {
          provide: CensusReader,
          useFactory: (db: Db, store: StandingStore) => new CensusReader(db, store),
          inject: [DB, StandingStore],
        },
        { provide: DueReader, useFactory: (db: Db) => new DueReader(db), inject: [DB] },
        { provide: TransitionReader, useFactory: (db: Db) => new TransitionReader(db), inject: [DB] },
        {
          provide: PreviewReader,
          useFactory: (...parts: ConstructorParameters<typeof PreviewReader>) => new PreviewReader(...parts),
          inject: [DB, StandingStore, HistoryReader],
        },
        { provide: SegmentDayStore, useFactory: (db: Db) => new SegmentDayStore(db), inject: [DB] },
        {
          provide: SegmentDays,
          useFactory: (store: SegmentDayStore, sizes: SegmentSizeStore, time: ServiceTime, clock: Clock, log: Log) =>
            new SegmentDays(store, sizes, time, clock, brand.zone, log),
          inject: [SegmentDayStore, SegmentSizeStore, ServiceTime, CLOCK, LOG],
        },
        { provide: SegmentSizeStore, useFactory: (db: Db) => new SegmentSizeStore(db), inject: [DB] },
        {
          provide: SegmentDraftStore,
          useFactory: (db: Db, clock: Clock) => new SegmentDraftStore(db, clock),
          inject: [DB, CLOCK],
        },
        { provide: SegmentStore, useFactory: (db: Db) => new SegmentStore(db), inject: [DB] },
        {
          provide: SegmentOutbox,
          useFactory: (...parts: ConstructorParameters<typeof SegmentOutbox>) => new SegmentOutbox(...parts),
          inject: [SegmentStore, BUS, CLOCK, LOG],
        },
        {
          provide: SignalOutbox,
          useFactory: (transitions: TransitionStore, standings: StandingStore, bus: Bus, clock: Clock) =>
            new SignalOutbox(
              transitions,
              standings,
              bus,
              clock,
              metrics.unpublished.labels({ service: 'scoring', kind: 'signals' }),
            ),
          inject: [TransitionStore, StandingStore, BUS, CLOCK],
        },
        {
          provide: Scorer,
          useFactory: (...parts: ConstructorParameters<typeof Scorer>) => new Scorer(...parts),
          inject: [StandingStore, ScoringRules, SignalOutbox, ServiceTime, CLOCK],
        },
        {
          provide: Backfill,
          useFactory: (...parts: ConstructorParameters<typeof Backfill>) => new Backfill(...parts),
          inject: [StandingStore, ScoringRules, Scorer, HistoryReader, Jobs, SegmentSizeStore, CLOCK, LOG],
        },
        {
          provide: RfmEdgesTaker,
          useFactory: (...parts: ConstructorParameters<typeof RfmEdgesTaker>) => new RfmEdgesTaker(...parts),
          inject: [StandingStore, ScoringRules, Backfill, Jobs],
        },
        ...listProviders(),
        ...modelProviders(config),
      ],
    };
  }
}

function listProviders(): Provider[] {
  return [
    { provide: ByHandStore, useFactory: (db: Db) => new ByHandStore(db), inject: [DB] },
    { provide: OwnerReader, useFactory: (db: Db) => new OwnerReader(db), inject: [DB] },
    {
      provide: ListMembers,
      useFactory: (...parts: ConstructorParameters<typeof ListMembers>) => new ListMembers(...parts),
      inject: [Scorer, OwnerReader, CustomerLookup, CLOCK],
    },
  ];
}

function modelProviders(config: ScoringConfig): Provider[] {
  const timer = {
    provide: ModelTimer,
    useFactory: (...parts: ConstructorParameters<typeof ModelTimer>) => new ModelTimer(...parts),
    inject: [ModelStore, ModelFitter, ServiceTime, CLOCK, LOG],
  };
  return [
    { provide: ModelStore, useFactory: (db: Db) => new ModelStore(db), inject: [DB] },
    {
      provide: EvidenceReader,
      useFactory: (store: StandingStore) => new EvidenceReader(store),
      inject: [StandingStore],
    },
    {
      provide: LiveModels,
      useFactory: (...parts: ConstructorParameters<typeof LiveModels>) => new LiveModels(...parts),
      inject: [ModelStore, ScoringRules, Backfill, CLOCK],
    },
    {
      provide: ModelFitter,
      useFactory: (...parts: ConstructorParameters<typeof ModelFitter>) => new ModelFitter(...parts),
      inject: [ModelStore, EvidenceReader, LiveModels, ScoringRules, Jobs, ServiceTime, CLOCK],
    },
    ...(config.SEGUE_FIT_MODELS ? [timer] : []),
  ];
}

function brandViewOf(config: ScoringConfig): BrandView {
  const { SEGUE_CURRENCY: currency, SEGUE_BRAND_ZONE: zone, SEGUE_COUNTRY: country = null } = config;
  return { currency, zone, country, hasRates: config.SEGUE_RATES_FILE !== undefined };
}
