// Deliveries: messages with their status, and those of the outbox channel.
import { CustomerLookup, PageQuery, Refuses, Needs, decodeCursor, iso, page } from '@segue/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { DeliveryReader, type DeliveryRow } from './delivery.reader';

const STATUSES = ['queued', 'claimed', 'sending', 'stopped', 'sent', 'failed', 'held', 'indeterminate'] as const;

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

@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('api')
@Needs('deliveries:read')
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
