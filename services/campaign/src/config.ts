import { ProfileAskerConfig } from '@segue/service';
import { IsOptional, Matches } from 'class-validator';

export class CampaignConfig extends ProfileAskerConfig {
  /** Where scoring serves its API; absent: on this process's own port. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' })
  readonly SCORING_URL?: string;
}
