import { ProfileClientConfig, flag, list } from '@segue/service';
import { IsBoolean, Matches } from 'class-validator';

/** A host name, an address, or a network in CIDR form. */
const TARGET =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}(?:\/(?:[12]?\d|3[0-2]))?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:\/(?:\d|[1-9]\d|1[01]\d|12[0-8]))?|(?=.*[A-Za-z])[\w-]+(?:\.[\w-]+)*)$/;

export class DeliveryConfig extends ProfileClientConfig {
  /** Allows webhooks and mail servers at any private address, for test receivers. */
  @flag()
  @IsBoolean()
  readonly SEGUE_ALLOW_PRIVATE_TARGETS: boolean = false;

  /**
   * Private targets that are allowed for webhooks and mail servers, such as
   * `mail.internal,10.1.0.0/16`.
   */
  @list()
  @Matches(TARGET, { each: true, message: '$property must be host names, addresses or networks, several by comma' })
  readonly SEGUE_ALLOWED_TARGETS: readonly string[] = [];
}
