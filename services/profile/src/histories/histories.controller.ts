import type { Identity } from '@segue/contracts';
import { IsListOf, Needs, iso } from '@segue/service';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsString, MaxLength } from 'class-validator';
import { type History, HistoryReader } from './history.reader';
import { HistoryView, KeptOrderView } from './history.views';
import { OrderReader } from './order.reader';

const HISTORIES_AT_ONCE = 500;
/** As many as an import sends in one batch. */
const ORDERS_AT_ONCE = 500;

export class HistoriesQuery {
  @IsOptional()
  @IsString()
  after?: string;

  /** These instead of a page of all of them; may be given several times. */
  @IsOptional()
  @Transform(({ value }) => (Array.isArray(value) ? value : [value]))
  @IsString({ each: true })
  @ArrayMaxSize(HISTORIES_AT_ONCE)
  identity?: string[];
}

class OrderAskedBody {
  /** The order's id. */
  @ApiProperty()
  @IsString()
  @MaxLength(1_024)
  id!: string;

  @ApiProperty({ type: String, description: 'kind:value, of the customer that the order is said to be of' })
  @IsString()
  @MaxLength(1_024)
  identity!: Identity;
}

class OrdersBody {
  @ApiProperty({ type: [OrderAskedBody] })
  @ArrayMaxSize(ORDERS_AT_ONCE)
  @IsListOf(() => OrderAskedBody)
  orders!: OrderAskedBody[];
}

/** Whole histories, for services that fold them again. Not for people: it goes past every mask. */
@ApiTags('histories')
@ApiBearerAuth()
@Controller('api/histories')
@Needs('histories:read')
export class HistoriesController {
  constructor(
    private readonly reader: HistoryReader,
    private readonly orderReader: OrderReader,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Whole histories of identities, in the order of their names; the last one is the next `after`',
  })
  @ApiOkResponse({ type: [HistoryView] })
  read(@Query() { after, identity }: HistoriesQuery): Promise<History[]> {
    return identity ? this.reader.historiesOf(identity) : this.reader.histories(after ?? '', HISTORIES_AT_ONCE);
  }

  /** For imports, which check before sending which orders are stored already. */
  @Post('orders')
  @HttpCode(200)
  @ApiOperation({ summary: 'Which of these orders are kept, by their ids, and of whom' })
  @ApiOkResponse({ type: [KeptOrderView] })
  async orders(@Body() { orders }: OrdersBody): Promise<KeptOrderView[]> {
    const kept = await this.orderReader.orders(orders);
    return kept.map((one) => ({ ...one, placed: one.placed === null ? null : iso(one.placed) }));
  }
}
