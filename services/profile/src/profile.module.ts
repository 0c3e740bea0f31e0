import type { Db } from '@segue/store';
import { DB, type ServiceContext, providersOf } from '@segue/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { BoundedCounter } from './absorb/bounded.counter';
import { BRAND, brandOf } from './brand';
import type { ProfileConfig } from './config';
import { CustomerReader } from './customers/customer.reader';
import { CustomersController } from './customers/customers.controller';
import { NamedController } from './customers/named.controller';
import { UnpublishedSweep } from './absorb/unpublished.sweep';
import { ProfileStore } from './absorb/profile.store';
import { RecentTouchpoints } from './timeline/recent.touchpoints';
import { HistoriesController } from './histories/histories.controller';
import { HistoryReader } from './histories/history.reader';
import { OrderReader } from './histories/order.reader';
import { EvidenceBackfill } from './identities/evidence.backfill';
import { EvidenceStore } from './identities/evidence.store';
import { NamedReader } from './search/named.reader';
import { SearchReader } from './search/search.reader';
import { TimelineReader } from './timeline/timeline.reader';
import { WithdrawalReader } from './withdrawals/withdrawal.reader';
import { TouchpointsConsumer } from './absorb/touchpoints.consumer';
import { TouchpointsController } from './timeline/touchpoints.controller';
import { WithdrawalVoiding } from './withdrawals/withdrawal.voiding';
import { WithdrawalsController } from './withdrawals/withdrawals.controller';

@Module({
  controllers: [
    TouchpointsConsumer,
    NamedController,
    CustomersController,
    HistoriesController,
    TouchpointsController,
    WithdrawalsController,
  ],
})
export class ProfileModule {
  static register(context: ServiceContext<ProfileConfig>): DynamicModule {
    return {
      module: ProfileModule,
      providers: [
        ...providersOf(context),
        UnpublishedSweep,
        RecentTouchpoints,
        BoundedCounter,
        WithdrawalVoiding,
        TimelineReader,
        EvidenceStore,
        EvidenceBackfill,
        HistoryReader,
        WithdrawalReader,
        { provide: BRAND, useValue: brandOf(context) },
        { provide: ProfileStore, useFactory: (db: Db) => new ProfileStore(db), inject: [DB] },
        {
          provide: CustomerReader,
          useFactory: (db: Db, store: ProfileStore) => new CustomerReader(db, store, context.config.SEGUE_COUNTRY),
          inject: [DB, ProfileStore],
        },
        {
          provide: NamedReader,
          useFactory: (db: Db) => new NamedReader(db, context.config.SEGUE_COUNTRY),
          inject: [DB],
        },
        {
          provide: SearchReader,
          useFactory: (db: Db, customers: CustomerReader) =>
            new SearchReader(db, customers, context.config.SEGUE_COUNTRY),
          inject: [DB, CustomerReader],
        },
        {
          provide: OrderReader,
          useFactory: (db: Db) => new OrderReader(db, context.config.SEGUE_COUNTRY),
          inject: [DB],
        },
      ],
    };
  }
}
