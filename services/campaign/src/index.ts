import { actions, signals } from '@segue/contracts';
import { defineService } from '@segue/service';
import { CampaignModule } from './campaign.module';
import { CampaignConfig } from './config';
import { Campaign1700000000001 } from './migrations/1-campaign';
import { PausedBecause1700000000002 } from './migrations/2-paused-because';
import { Present1764400000000 } from './migrations/3-present';
import { Mailbox1764500000001 } from './migrations/4-mailbox';

export type { Campaign, CampaignDraft } from './domain/campaign';

/** Whom a campaign speaks to, when, and why not. */
export const campaign = defineService({
  name: 'campaign',
  config: CampaignConfig,
  migrations: [Campaign1700000000001, PausedBecause1700000000002, Present1764400000000, Mailbox1764500000001],
  entities: [],
  input: signals,
  output: actions,
  module: (context) => CampaignModule.register(context),
});
