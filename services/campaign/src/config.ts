import { IsHttpUrl, ProfileClientConfig } from '@segue/service';
import { IsOptional } from 'class-validator';

export class CampaignConfig extends ProfileClientConfig {
  /** Base URL of scoring's API; absent: this process itself. */
  @IsOptional()
  @IsHttpUrl()
  readonly SCORING_URL?: string;
}
