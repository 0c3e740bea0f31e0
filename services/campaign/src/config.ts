export { ProfileClientConfig as CampaignConfig } from '@segue/service';
