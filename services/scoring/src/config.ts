import { ProfileAskerConfig } from '@segue/service';
import { IsOptional, Matches } from 'class-validator';

export class ScoringConfig extends ProfileAskerConfig {
  /** Where campaign serves its API; absent: on this process's own port. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' })
  readonly CAMPAIGN_URL?: string;
}
