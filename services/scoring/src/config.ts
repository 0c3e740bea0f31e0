import { IsHttpUrl, ProfileClientConfig } from '@segue/service';
import { IsOptional } from 'class-validator';

export class ScoringConfig extends ProfileClientConfig {
  /** Where campaign serves its API; absent: on this process's own port. */
  @IsOptional()
  @IsHttpUrl()
  readonly CAMPAIGN_URL?: string;
}
