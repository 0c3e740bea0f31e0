// Customers by tier, segment or search, in the order of their next change.
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { PageQuery, Refuses, Needs, decodeCursor, page } from '@segue/service';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ScoringRules } from '../../rulebook/rulebook.store';
import { Matches } from './matches';
import { FIRST_MEMBER, type MemberFilter, type MemberOrder, type MemberPlace, MemberReader } from './member.reader';
import { MembersView, TopTraitsView } from './members.views';
import { TraitReader } from './trait.reader';

const ORDERS = ['next', 'tier'] as const;

class MembersQuery extends PageQuery {
  /** What the customer is searched by, as in `/api/customers`. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tier?: string;

  /** A segment's id. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  segment?: string;

  @ApiPropertyOptional({ enum: ORDERS })
  @IsOptional()
  @IsIn(ORDERS)
  order?: MemberOrder;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/members')
@Needs('standings:read')
export class MembersController {
  constructor(
    private readonly reader: MemberReader,
    private readonly matches: Matches,
    private readonly traits: TraitReader,
    private readonly rules: ScoringRules,
  ) {}

  @Get()
  @Refuses(503)
  @ApiOperation({
    summary:
      'Customers, soonest next change first (`order=tier`: best value tier first), and how many there are; with `query` those that a search finds',
  })
  @ApiOkResponse({ type: MembersView })
  async list(@Query() { query, tier, segment, order = 'next', cursor, limit }: MembersQuery): Promise<MembersView> {
    const after = decodeCursor(cursor, FIRST_MEMBER);
    const filter = { tier, segment };
    const { places, total } = query?.trim()
      ? await this.reader.orderedAmong(this.matches.of(query), filter, order, after, limit + 1)
      : await this.all(filter, order, after, limit + 1);
    const { items, next } = page(places, limit, (place) => place);
    return { items: items.map(([, , customer]) => customer), next, total };
  }

  @Get('traits')
  @Refuses()
  @ApiOperation({
    summary: 'Which traits customers have, with their most frequent values, from a fair sample; for suggestions',
  })
  @ApiOkResponse({ type: TopTraitsView })
  async topTraits(): Promise<TopTraitsView> {
    return this.traits.top(await this.rules.read());
  }

  private async all(filter: MemberFilter, order: MemberOrder, after: MemberPlace, limit: number) {
    const [places, total] = await Promise.all([
      this.reader.ordered(filter, order, after, limit),
      this.reader.countOf(filter),
    ]);
    return { places, total };
  }
}
