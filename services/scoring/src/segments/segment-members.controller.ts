// Who is in a segment: members, who leaves next, who is in another one too, and its size over time.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs, PageQuery, Refuses, ServiceTime, decodeCursor, iso, page } from '@segue/service';
import { dayNamed, dayNumber } from '@segue/valuation';
import { ScoringRules } from '../rulebook/rulebook.store';
import { LeaverReader } from '../standings/members/leaver.reader';
import { MemberReader } from '../standings/members/member.reader';
import { MemberPage } from '../standings/members/members.views';
import { sizesOf } from '../history/domain/size';
import { SegmentDayStore } from '../history/segment-day.store';
import { DAYS_SHOWN, SegmentDays } from '../history/segment-days';
import { LeavingView, OverlapQuery, OverlapView, SegmentDayView } from './segments.views';

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments')
@Needs('segments:read')
export class SegmentMembersController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly membership: MemberReader,
    private readonly leavers: LeaverReader,
    private readonly time: ServiceTime,
    private readonly days: SegmentDays,
    private readonly dayStore: SegmentDayStore,
  ) {}

  @Get(':id/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('id') id: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.membership.members({ segment: id }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }

  @Get(':id/leaving')
  @Refuses()
  @ApiOperation({ summary: 'Who leaves a segment next if nothing happens' })
  @ApiOkResponse({ type: LeavingView })
  async leaving(@Param('id') id: string): Promise<LeavingView> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const { leavers, isComplete } = await this.leavers.next(id, book, now);
    return { items: leavers.map(({ customer, at }) => ({ customer, at: iso(at) })), complete: isComplete };
  }

  @Get(':id/overlap')
  @Refuses()
  @ApiOperation({ summary: 'How many customers are in this segment, in another one, and in both' })
  @ApiOkResponse({ type: OverlapView })
  overlap(@Param('id') id: string, @Query() { with: other }: OverlapQuery): Promise<OverlapView> {
    return this.membership.overlap(id, other);
  }

  @Get(':id/days')
  @Refuses()
  @ApiOperation({
    summary:
      'Size of a segment by day, counted at the end of each, with who entered and left, up to 90 days; today once a minute',
  })
  @ApiOkResponse({ type: [SegmentDayView] })
  async history(@Param('id') id: string): Promise<SegmentDayView[]> {
    const today = await this.days.today();
    const since = dayNamed(dayNumber(today) - DAYS_SHOWN);
    const [size, moves] = await Promise.all([
      this.membership.countOf({ segment: id }),
      this.dayStore.days(id, since, DAYS_SHOWN),
    ]);
    return sizesOf(size, moves, today, DAYS_SHOWN).map(({ departed: left, ...rest }) => ({ ...rest, left }));
  }
}
