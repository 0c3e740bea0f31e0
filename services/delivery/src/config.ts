import { ServiceConfig, flag } from '@segue/service';
import { IsBoolean, IsOptional, Matches } from 'class-validator';

export class DeliveryConfig extends ServiceConfig {
  /** Where profile serves its API; absent: on this process's own port. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' })
  readonly PROFILE_URL?: string;

  /** Lets webhooks reach private addresses: for test receivers and networks of one's own. */
  @flag()
  @IsBoolean()
  readonly SEGUE_ALLOW_PRIVATE_TARGETS: boolean = false;
}
