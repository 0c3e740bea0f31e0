import type { Db } from '@segue/store';
import { DB, type ServiceContext, providersOf } from '@segue/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { BoundedCounter } from './bounded.counter';
import { BRAND, brandOf } from './brand';
import type { ProfileConfig } from './config';
import { CustomerReader } from './customer.reader';
import { CustomersController, HistoriesController } from './customers.controller';
import { OwedSweep } from './owed.sweep';
import { ProfileStore } from './profile.store';
import { RecentTouchpoints } from './recent.touchpoints';
import { TouchpointsConsumer } from './touchpoints.consumer';
import { TouchpointsController } from './touchpoints.controller';
import { WithdrawalVoiding } from './withdrawal.voiding';
import { WithdrawalsController } from './withdrawals.controller';

@Module({
  controllers: [
    TouchpointsConsumer,
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
        OwedSweep,
        RecentTouchpoints,
        BoundedCounter,
        WithdrawalVoiding,
        { provide: BRAND, useValue: brandOf(context) },
        { provide: ProfileStore, useFactory: (db: Db) => new ProfileStore(db), inject: [DB] },
        {
          provide: CustomerReader,
          useFactory: (db: Db, store: ProfileStore) => new CustomerReader(db, store),
          inject: [DB, ProfileStore],
        },
      ],
    };
  }
}
