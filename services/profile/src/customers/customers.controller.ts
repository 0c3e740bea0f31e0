// Customers as people and programs look them up. Addressed by id or by any identity:
// `/api/customers/userId:u42`.
import type { Identity } from '@segue/contracts';
import type { Brand } from '@segue/parts';
import { IsListOf, PageQuery, Problem, Roles, decodeCursor, encodeCursor, iso, page } from '@segue/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { BRAND } from '../brand';
import { CustomerReader, FIRST_MATCH, type Found, type History, type MatchPlace } from './customer.reader';
import {
  CustomerView,
  HistoryView,
  KeptOrderView,
  TimelineEntryView,
  UnvaluedView,
  customerView,
  timelineEntryView,
} from './customer.views';

export class CustomersQuery extends PageQuery {
  /** An id, an identity, or the beginning of a name, address or number. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;

  /** Several ids, by comma. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  ids?: string;
}

export class CustomerPage {
  @ApiProperty({ type: [CustomerView] }) items!: CustomerView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class MatchesQuery {
  /** As that of a search. */
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  query!: string;

  @ApiPropertyOptional({ maxLength: 1024, description: '`next` of the portion before' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  cursor?: string;
}

export class MatchesView {
  @ApiProperty({ type: [String], description: "customers' ids; one may come again in a later portion" })
  customers!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TimelinePage {
  @ApiProperty({ type: [TimelineEntryView] }) items!: TimelineEntryView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

const HISTORIES_AT_ONCE = 500;
const MATCHES_AT_ONCE = 20_000;
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

@ApiTags('customers')
@ApiBearerAuth()
@Controller('api/customers')
@Roles('marketer', 'analyst', 'associate', 'ops', 'integrator')
export class CustomersController {
  constructor(
    private readonly reader: CustomerReader,
    @Inject(BRAND) private readonly brand: Brand,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Find customers' })
  @ApiOkResponse({ type: CustomerPage })
  async list(@Query() { query, ids, cursor, limit }: CustomersQuery): Promise<CustomerPage> {
    if (ids !== undefined) return this.pageOf(await this.reader.load(ids.split(',').slice(0, limit)), limit);
    if (query) return this.pageOf(await this.reader.search(query, limit), limit);
    const [after] = decodeCursor(cursor, ['']);
    return this.pageOf(await this.reader.list(after, limit + 1), limit);
  }

  @Get('unvalued')
  @ApiOperation({ summary: 'How many customers have orders in a currency without a rate' })
  @ApiOkResponse({ type: UnvaluedView })
  unvalued(): Promise<UnvaluedView> {
    return this.reader.unvalued();
  }

  /** For services that filter what a search finds by what they know. */
  @Get('matches')
  @Roles()
  @ApiOperation({ summary: 'The ids of all customers that a search finds, in no order that matters' })
  @ApiOkResponse({ type: MatchesView })
  async matches(@Query() { query, cursor }: MatchesQuery): Promise<MatchesView> {
    const start = [FIRST_MATCH.in as string, FIRST_MATCH.range, FIRST_MATCH.key, FIRST_MATCH.identity] as const;
    const [index, range, key, identity] = decodeCursor(cursor, start);
    const after: MatchPlace = { in: index === 'term' ? 'term' : 'identity', range, key, identity };
    const { customers, next } = await this.reader.matches(query, after, MATCHES_AT_ONCE);
    return { customers, next: next && encodeCursor([next.in, next.range, next.key, next.identity]) };
  }

  @Get(':reference')
  @ApiOperation({ summary: 'What is known of a customer' })
  @ApiOkResponse({ type: CustomerView })
  async show(@Param('reference') reference: string): Promise<CustomerView> {
    return customerView(await this.found(reference), this.brand);
  }

  @Get(':reference/timeline')
  @ApiOperation({ summary: 'All touchpoints of a customer, newest first' })
  @ApiOkResponse({ type: TimelinePage })
  async timeline(@Param('reference') reference: string, @Query() { cursor, limit }: PageQuery): Promise<TimelinePage> {
    const { rows } = await this.found(reference);
    const before = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, 0, '']);
    const identities: Identity[] = rows.map((row) => row.identity);
    const touchpoints = await this.reader.timeline(identities, before, limit + 1);
    const { items, next } = page(touchpoints, limit, (one) => [one.occurredAt, one.number, one.id]);
    return { items: items.map(timelineEntryView), next };
  }

  private async found(reference: string): Promise<Found> {
    const found = await this.reader.find(reference);
    if (!found) throw Problem.notFound('customer_unknown', 'there is no such customer');
    return found;
  }

  private pageOf(found: readonly Found[], limit: number): CustomerPage {
    const { items, next } = page(found, limit, (one) => [one.customer]);
    return { items: items.map((one) => customerView(one, this.brand)), next };
  }
}

/** Whole histories, for services that fold them again. Not for people: it goes past every mask. */
@ApiTags('histories')
@ApiBearerAuth()
@Controller('api/histories')
@Roles()
export class HistoriesController {
  constructor(private readonly reader: CustomerReader) {}

  @Get()
  @ApiOperation({
    summary: 'Whole histories of identities, in the order of their names; the last one is the next `after`',
  })
  @ApiOkResponse({ type: [HistoryView] })
  read(@Query() { after, identity }: HistoriesQuery): Promise<History[]> {
    return identity ? this.reader.historiesOf(identity) : this.reader.histories(after ?? '', HISTORIES_AT_ONCE);
  }

  /** For imports, which say what is in already before they send it. */
  @Post('orders')
  @HttpCode(200)
  @ApiOperation({ summary: 'Which of these orders are kept, by their ids, and of whom' })
  @ApiOkResponse({ type: [KeptOrderView] })
  async orders(@Body() { orders }: OrdersBody): Promise<KeptOrderView[]> {
    const kept = await this.reader.orders(orders);
    return kept.map((one) => ({ ...one, placed: one.placed === null ? null : iso(one.placed) }));
  }
}
