import { profiles, touchpoints } from '@segue/contracts';
import { defineService } from '@segue/service';
import { ProfileConfig } from './config';
import { MIGRATIONS } from './migrations/all';
import { ProfileModule } from './profile.module';

/** Resolves identities to customers, and keeps what is known of them. */
export const profile = defineService({
  name: 'profile',
  config: ProfileConfig,
  migrations: MIGRATIONS,
  entities: [],
  inputs: [{ topic: touchpoints, timed: true }],
  output: profiles,
  module: (context) => ProfileModule.register(context),
});
