import { ProfileAskerConfig } from '@segue/service';

export class CampaignConfig extends ProfileAskerConfig {}
