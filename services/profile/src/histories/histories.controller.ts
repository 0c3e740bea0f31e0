import type { HistoryPlace, Identity } from '@segue/contracts';
import { IsListOf, Needs, iso } from '@segue/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { HistoryReader } from './history.reader';
import { HistoryPageView, KeptOrderView } from './history.views';
import { OrderReader } from './order.reader';

const HISTORIES_AT_ONCE = 100;
const LARGEST_NUMBER = 2 ** 31 - 1;
/** As many as an import sends in one batch. */
const ORDERS_AT_ONCE = 500;

class HistoryPlaceBody implements HistoryPlace {
  @ApiProperty()
  @IsString()
  @MaxLength(1_024)
  source!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(1_024)
  messageId!: string;
}

class HistoryAskedBody {
  @ApiProperty({ type: String, description: 'kind:value' })
  @IsString()
  @MaxLength(1_024)
  identity!: Identity;

  @ApiProperty({ description: 'only touchpoints with a larger number' })
  @IsInt()
  @Min(0)
  @Max(LARGEST_NUMBER)
  above!: number;

  @ApiPropertyOptional({ type: HistoryPlaceBody, description: '`next` of the page before' })
  @IsOptional()
  @ValidateNested()
  @Type(() => HistoryPlaceBody)
  after?: HistoryPlaceBody;
}

class HistoriesBody {
  @ApiProperty({ type: [HistoryAskedBody] })
  @ArrayNotEmpty()
  @ArrayMaxSize(HISTORIES_AT_ONCE)
  @IsListOf(() => HistoryAskedBody)
  histories!: HistoryAskedBody[];
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

/** Histories for services that fold them again. Not for people: nothing is masked. */
@ApiTags('histories')
@ApiBearerAuth()
@Controller('api/histories')
@Needs('histories:read')
export class HistoriesController {
  constructor(
    private readonly reader: HistoryReader,
    private readonly orderReader: OrderReader,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'A page of the history of each identity; `next` leads to the following page' })
  @ApiOkResponse({ type: [HistoryPageView] })
  read(@Body() { histories }: HistoriesBody): Promise<HistoryPageView[]> {
    return this.reader.pages(histories);
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
