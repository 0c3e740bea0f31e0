import { actions, consents, outcomes, segments, signals } from '@segue/contracts';
import { defineService } from '@segue/service';
import { CampaignModule } from './campaign.module';
import { CampaignConfig } from './config';
import { MIGRATIONS } from './migrations/all';

export { HELD_BACK } from './decide/domain/decision';
export type { Campaign, CampaignDraft } from './journeys/domain/campaign';

/** Decides which customer gets which message of a campaign, when, and why not. */
export const campaign = defineService({
  name: 'campaign',
  config: CampaignConfig,
  migrations: MIGRATIONS,
  entities: [],
  inputs: [
    { topic: signals, timed: true },
    { topic: outcomes, timed: false },
    { topic: consents, timed: false },
    { topic: segments, timed: false },
  ],
  output: actions,
  module: (context) => CampaignModule.register(context),
});
