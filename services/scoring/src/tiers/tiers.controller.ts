// Value tiers: counts, moves, upcoming changes, members and previews of other cut-offs.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { instantIn } from '@segue/contracts';
import { Breather, PageQuery, Refuses, Needs, ServiceTime, decodeCursor, iso, page } from '@segue/service';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional } from 'class-validator';
import { ScoringRules } from '../rulebook/rulebook.store';
import { FlowView, TierCountsView, TiersPreviewView, UpcomingView } from './tiers.views';
import { MemberPage, nextChangeView } from '../standings/standings.views';
import { checkedSetting } from '../settings/setting.checks';
import { PREVIEWS, busy } from '../standings/previews';
import { DueReader } from '../standings/due.reader';
import { MemberReader } from '../standings/member.reader';
import { PreviewReader } from '../standings/preview.reader';
import { StandingReader } from '../standings/standing.reader';
import { TransitionReader } from '../transitions/transition.reader';

export class SinceQuery {
  /** Absent: the last seven days of the service's time. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'since must be an ISO 8601 time' })
  since?: number;
}

@ApiTags('tiers')
@ApiBearerAuth()
@Controller('api/tiers')
@Needs('tiers:read')
export class TiersController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly standings: StandingReader,
    private readonly membership: MemberReader,
    private readonly due: DueReader,
    private readonly transitions: TransitionReader,
    private readonly previews: PreviewReader,
    private readonly time: ServiceTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How many customers are in each value tier, and the cut-offs' })
  @ApiOkResponse({ type: TierCountsView })
  async counts(): Promise<TierCountsView> {
    const { now } = await this.time.read();
    const [{ settings }, tiers, overdue] = await Promise.all([
      this.rules.read(true),
      this.membership.tierCounts(),
      this.due.overdue(now),
    ]);
    return { ...settings.value, tiers, overdue };
  }

  @Get('flow')
  @ApiOperation({ summary: 'Moves between value tiers' })
  @ApiOkResponse({ type: FlowView })
  async flow(@Query() { since }: SinceQuery): Promise<FlowView> {
    const { now } = await this.time.read();
    const from = since ?? now - 7 * 86_400_000;
    return { since: iso(from), moves: await this.transitions.flow(from) };
  }

  @Get('upcoming')
  @ApiOperation({ summary: 'What changes next if nothing happens: who, and which tier or segment' })
  @ApiOkResponse({ type: [UpcomingView] })
  async upcoming(@Query() { limit }: PageQuery): Promise<UpcomingView[]> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const breather = new Breather();
    const views: UpcomingView[] = [];
    for (const { customer, at } of await this.due.upcoming(now, limit)) {
      const [change] = (await this.standings.explain(customer, book, now))?.changes ?? [];
      views.push({ customer, at: iso(at), change: change ? nextChangeView(change) : null });
      await breather.breathe();
    }
    return views;
  }

  @Get(':tier/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('tier') tier: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.membership.members({ tier }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }

  @Post('preview')
  @Refuses(429)
  @HttpCode(200)
  @ApiOperation({ summary: 'How many customers other cut-offs would put into each tier' })
  @ApiOkResponse({ type: TiersPreviewView })
  async preview(@Body() body: unknown): Promise<TiersPreviewView> {
    const value = checkedSetting('value', body);
    const book = await this.rules.read();
    const { now } = await this.time.read();
    return PREVIEWS.pass(() => this.previews.tiersUnder({ ...book.settings, value }, book, now), busy);
  }
}
