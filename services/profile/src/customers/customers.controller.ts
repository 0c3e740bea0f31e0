// Customers as people and programs look them up. Addressed by id or by any identity:
// `/api/customers/userId:u42`.
import type { Matches, Identity } from '@segue/contracts';
import type { Brand } from '@segue/parts';
import { PageQuery, Problem, Needs, decodeCursor, encodeCursor, page } from '@segue/service';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { BRAND } from '../brand';
import { FIRST_MATCH, type MatchPlace, SearchReader } from '../search/search.reader';
import { TimelineReader } from '../timeline/timeline.reader';
import { TimelineEntryView, timelineEntryView } from '../timeline/timeline.views';
import { CustomerReader, type Found } from './customer.reader';
import { CustomerView, UnvaluedView, customerView } from './customer.views';

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

export class MatchesView implements Matches {
  @ApiProperty({ type: [String], description: "customers' ids; one may come again in a later portion" })
  customers!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TimelinePage {
  @ApiProperty({ type: [TimelineEntryView] }) items!: TimelineEntryView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

const MATCHES_AT_ONCE = 20_000;

@ApiTags('customers')
@ApiBearerAuth()
@Controller('api/customers')
@Needs('customers:read')
export class CustomersController {
  constructor(
    private readonly reader: CustomerReader,
    private readonly search: SearchReader,
    private readonly timelines: TimelineReader,
    @Inject(BRAND) private readonly brand: Brand,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Find customers' })
  @ApiOkResponse({ type: CustomerPage })
  async list(@Query() { query, ids, cursor, limit }: CustomersQuery): Promise<CustomerPage> {
    if (ids !== undefined) return this.pageOf(await this.reader.load(ids.split(',').slice(0, limit)), limit);
    if (query) return this.pageOf(await this.search.search(query, limit), limit);
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
  @Needs('customers:match')
  @ApiOperation({ summary: 'The ids of all customers that a search finds, in no order that matters' })
  @ApiOkResponse({ type: MatchesView })
  async matches(@Query() { query, cursor }: MatchesQuery): Promise<MatchesView> {
    const start = [FIRST_MATCH.in as string, FIRST_MATCH.range, FIRST_MATCH.key, FIRST_MATCH.identity] as const;
    const [index, range, key, identity] = decodeCursor(cursor, start);
    const after: MatchPlace = { in: index === 'term' ? 'term' : 'identity', range, key, identity };
    const { customers, next } = await this.search.matches(query, after, MATCHES_AT_ONCE);
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
    const touchpoints = await this.timelines.timeline(identities, before, limit + 1);
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
