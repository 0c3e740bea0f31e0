// Messages as they left, or why they did not; the outbox; the channels.
import { CustomerLookup, PageQuery, Problem, Refuses, Roles, decodeCursor, iso, page } from '@segue/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUrl, Matches, MaxLength, ValidateIf } from 'class-validator';
import { Channels, EMAIL_CHANNEL } from './channels';
import { DeliveryReader, type DeliveryRow } from './delivery.reader';

const STATUSES = ['queued', 'claimed', 'sending', 'sent', 'failed', 'held', 'indeterminate'] as const;

export class DeliveriesQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  customer?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  campaign?: string;

  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: string;
}

export class DeliveryView {
  @ApiProperty({ description: "the action's id, also the decision's" }) id!: string;
  @ApiProperty({ description: 'as it was called then: that id may have ended in another since' }) customer!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() channel!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty() attempts!: number;
  @ApiProperty() subject!: string;
  @ApiProperty() body!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when it ended; null while it is under way',
  })
  occurredAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', description: 'when it was decided' }) decidedAt!: string;
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryView] }) items!: DeliveryView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ChannelBody {
  @ApiProperty({ enum: ['webhook', 'email'] })
  @IsIn(['webhook', 'email'])
  kind!: 'webhook' | 'email';

  /** Where a webhook posts to, or smtp(s)://user:password@host:port. */
  @ApiProperty()
  @IsUrl({ protocols: ['http', 'https', 'smtp', 'smtps'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url!: string;

  /** Of a webhook: `whsec_` and base64 of 24 to 64 bytes. */
  @ApiPropertyOptional()
  @ValidateIf((body: ChannelBody) => body.kind === 'webhook')
  @Matches(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, { message: 'secret must be whsec_ and base64 of 24 to 64 bytes' })
  secret?: string;

  /** Of e-mail: the sender's address. */
  @ApiPropertyOptional()
  @ValidateIf((body: ChannelBody) => body.kind === 'email')
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: 'from must be an e-mail address' })
  from?: string;
}

export class ChannelView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['webhook', 'email'] }) kind!: string;
  @ApiProperty({ description: 'without its credentials' }) url!: string;
}

@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('api')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class DeliveriesController {
  constructor(
    private readonly reader: DeliveryReader,
    private readonly customers: CustomerLookup,
  ) {}

  @Get('deliveries')
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Messages with what became of them, newest first' })
  @ApiOkResponse({ type: DeliveryPage })
  deliveries(@Query() query: DeliveriesQuery): Promise<DeliveryPage> {
    return this.list(query);
  }

  @Get('outbox')
  @Refuses(404, 503)
  @ApiOperation({
    summary: 'Messages that would have been sent: campaigns fill the outbox until a person releases them',
  })
  @ApiOkResponse({ type: DeliveryPage })
  outbox(@Query() query: DeliveriesQuery): Promise<DeliveryPage> {
    return this.list(query, 'outbox');
  }

  private async list(
    { customer, campaign, status, cursor, limit }: DeliveriesQuery,
    channel?: string,
  ): Promise<DeliveryPage> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const customers = customer === undefined ? undefined : await this.customers.idsOf(customer);
    const rows = await this.reader.list({ customers, campaign, status, channel }, before, limit + 1);
    const { items, next } = page(rows, limit, (row) => [row.number]);
    return { items: items.map(deliveryView), next };
  }
}

@ApiTags('channels')
@ApiBearerAuth()
@Controller('api/channels')
@Roles('integrator', 'marketer', 'ops')
export class ChannelsController {
  constructor(private readonly channels: Channels) {}

  @Get()
  @ApiOkResponse({ type: [ChannelView] })
  async list(): Promise<ChannelView[]> {
    return (await this.channels.list()).map(({ id, kind, settings }) => ({
      id,
      kind,
      url: withoutCredentials(settings),
    }));
  }

  @Put(':id')
  @Refuses()
  @Roles('integrator')
  @ApiOperation({ summary: 'Configure a webhook by its name, or `email`' })
  @ApiOkResponse({ type: ChannelView })
  async save(@Param('id') id: string, @Body() { kind, url, secret, from }: ChannelBody): Promise<ChannelView> {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) throw bad('id', 'lower case letters, digits and dashes, at most 64');
    if ((kind === 'email') !== (id === EMAIL_CHANNEL))
      throw bad('kind', `the e-mail channel, and only it, is called ${EMAIL_CHANNEL}`);
    if (url.startsWith('smtp') !== (kind === 'email')) throw bad('url', 'smtp:// for e-mail, https:// for a webhook');
    const settings = JSON.stringify(kind === 'webhook' ? { url, secret } : { url, from });
    await this.channels.save({ id, kind, settings });
    return { id, kind, url: withoutCredentials(settings) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('integrator')
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.channels.remove(id))) throw Problem.notFound('channel_unknown', 'there is no such channel');
  }
}

function bad(path: string, message: string): Problem {
  return Problem.invalid({ path, code: path, message });
}

function withoutCredentials(settings: string): string {
  const url = new URL((JSON.parse(settings) as { url: string }).url);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}

function deliveryView({ action, ...row }: DeliveryRow): DeliveryView {
  const { id, customer, campaign, channel, status, reason, attempts, occurredAt } = row;
  const { subject, body } = action.content;
  return {
    id,
    customer,
    campaign,
    channel,
    status,
    reason,
    attempts,
    subject,
    body,
    occurredAt: iso(occurredAt),
    decidedAt: iso(action.occurredAt),
  };
}
