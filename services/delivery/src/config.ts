import { ProfileAskerConfig, flag } from '@segue/service';
import { IsBoolean } from 'class-validator';

export class DeliveryConfig extends ProfileAskerConfig {
  /** Lets webhooks reach private addresses: for test receivers and networks of one's own. */
  @flag()
  @IsBoolean()
  readonly SEGUE_ALLOW_PRIVATE_TARGETS: boolean = false;
}
