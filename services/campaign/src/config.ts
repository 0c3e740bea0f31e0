export { ProfileAskerConfig as CampaignConfig } from '@segue/service';
