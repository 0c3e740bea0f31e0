import { actions, signals } from '@segue/contracts';
import { defineService } from '@segue/service';
import { CampaignModule } from './campaign.module';
import { CampaignConfig } from './config';
import { Campaign1700000000001 } from './migrations/1-campaign';
import { PausedBecause1700000000002 } from './migrations/2-paused-because';
import { Kin1700000000003 } from './migrations/3-kin';
import { Present1700000000004 } from './migrations/4-present';

export type { Campaign, CampaignDraft } from './domain/campaign';

/** Whom a campaign speaks to, when, and why not. */
export const campaign = defineService({
  name: 'campaign',
  config: CampaignConfig,
  migrations: [Campaign1700000000001, PausedBecause1700000000002, Kin1700000000003, Present1700000000004],
  entities: [],
  input: signals,
  output: actions,
  module: (context) => CampaignModule.register(context),
});
