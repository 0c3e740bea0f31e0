import { IsHttpUrl, ProfileClientConfig } from '@segue/service';
import { IsOptional } from 'class-validator';

export class CampaignConfig extends ProfileClientConfig {
  /** Where scoring serves its API; absent: on this process's own port. */
  @IsOptional()
  @IsHttpUrl()
  readonly SCORING_URL?: string;
}
