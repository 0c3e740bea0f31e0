// Addresses that their server refused for good, and their way back into use. A bounce holds for the
// mailbox, for every customer with that address.
import { type Bus, toOutgoing } from '@segue/bus';
import { addressValue } from '@segue/addresses';
import { type Identity, identityOf, isIdentity, kindOf, touchpoints } from '@segue/contracts';
import {
  BUS,
  CLOCK,
  type Clock,
  CurrentPrincipal,
  CustomerLookup,
  type Principal,
  Problem,
  Refuses,
  Needs,
  iso,
} from '@segue/service';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { restoredTouchpoint } from './domain/restored';
import { OutcomeStore } from './outcome.store';

export class RestoreBody {
  @ApiProperty({ description: 'id or any identity of the customer, whose timeline shows it' })
  @IsString()
  @Length(1, 1_024)
  customer!: string;

  @ApiProperty({ description: 'kind:value, as in `bounced` of the customer', example: 'email:ana@example.com' })
  @IsString()
  @Length(1, 1_024)
  address!: string;
}

export class RestoredView {
  @ApiProperty({ description: 'kind:value' }) address!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

@ApiTags('mailboxes')
@ApiBearerAuth()
@Controller('api/mailboxes')
@Needs('mailboxes:restore')
export class MailboxesController {
  constructor(
    private readonly store: OutcomeStore,
    private readonly customers: CustomerLookup,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('restore')
  @Refuses(404, 503)
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an address that bounced back into use, for every customer who has it' })
  @ApiOkResponse({ type: RestoredView })
  async restore(@Body() body: RestoreBody, @CurrentPrincipal() principal: Principal): Promise<RestoredView> {
    const address = addressIn(body.address);
    const identities = await this.customers.identitiesOf(body.customer);
    const restored = await this.store.restore(address, principal.subject, this.clock.now());
    if (restored === null) throw Problem.notFound('address_unmarked', 'this address did not bounce');
    // Published after it is stored: a repeated request publishes again, under the same id.
    const others = restored.identities.filter((identity) => !identities.includes(identity));
    await this.bus.publish(
      touchpoints.name,
      [...identities.slice(0, 1), ...others].map((identity) =>
        toOutgoing(touchpoints, restoredTouchpoint(identity, address, principal.subject, restored.at)),
      ),
    );
    return { address, at: iso(restored.at) };
  }
}

function addressIn(text: string): Identity {
  const kind = isIdentity(text) ? kindOf(text) : null;
  if (kind !== 'email' && kind !== 'phone')
    throw Problem.invalid({ path: 'address', code: 'address', message: 'must be email:… or phone:…' });
  return identityOf(kind, addressValue(kind, text.slice(kind.length + 1), undefined));
}
