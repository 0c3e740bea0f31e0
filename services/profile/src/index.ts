import { profiles, touchpoints } from '@segue/contracts';
import { defineService } from '@segue/service';
import { ProfileConfig } from './config';
import { Profile1700000000001 } from './migrations/1-profile';
import { ProfileApart1700000000002 } from './migrations/2-apart';
import { ProfileTerms1700000000003 } from './migrations/3-terms';
import { ProfileModule } from './profile.module';

/** Who a touchpoint belongs to, and what is known of customers. */
export const profile = defineService({
  name: 'profile',
  config: ProfileConfig,
  migrations: [Profile1700000000001, ProfileApart1700000000002, ProfileTerms1700000000003],
  entities: [],
  input: touchpoints,
  output: profiles,
  module: (context) => ProfileModule.register(context),
});
