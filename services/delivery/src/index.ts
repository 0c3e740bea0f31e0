import { actions, consents, definitions } from '@segue/contracts';
import { defineService } from '@segue/service';
import { ChannelEntity } from './channels/channel.entity';
import { DeliveryConfig } from './config';
import { DeliveryModule } from './delivery.module';
import { Delivery1700000000001 } from './migrations/1-delivery';
import { AddTarget1763900000000 } from './migrations/2-target';
import { AddDoubt1764000000000 } from './migrations/3-doubt';
import { SealChannelSecrets1764300000000 } from './migrations/4-sealed';
import { FiledAt1764600000000 } from './migrations/6-filed-at';
import { Mailbox1764500000000 } from './migrations/5-mailbox';
import { Unpublished1764700000000 } from './migrations/7-unpublished';
import { TestMessage1764800000000 } from './migrations/8-test-message';
import { Stops1764900000000 } from './migrations/9-stops';

/** Sends messages and reports how they ended. */
export const delivery = defineService({
  name: 'delivery',
  config: DeliveryConfig,
  migrations: [
    Delivery1700000000001,
    AddTarget1763900000000,
    AddDoubt1764000000000,
    SealChannelSecrets1764300000000,
    Mailbox1764500000000,
    FiledAt1764600000000,
    Unpublished1764700000000,
    TestMessage1764800000000,
    Stops1764900000000,
  ],
  entities: [ChannelEntity],
  inputs: [
    { topic: actions, timed: true },
    { topic: consents, timed: false },
    { topic: definitions, timed: false },
  ],
  output: null,
  module: (context) => DeliveryModule.register(context),
});
