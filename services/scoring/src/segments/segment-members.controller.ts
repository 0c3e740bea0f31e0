// Who is in a segment: members, who leaves next, and who is in another one too.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs, PageQuery, Refuses, ServiceTime, decodeCursor, iso, page } from '@segue/service';
import { ScoringRules } from '../rulebook/rulebook.store';
import { LeaverReader } from '../standings/leaver.reader';
import { MemberReader } from '../standings/member.reader';
import { MemberPage } from '../standings/standings.views';
import { LeavingView, OverlapQuery, OverlapView } from './segments.views';

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments/:id')
@Needs('segments:read')
export class SegmentMembersController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly membership: MemberReader,
    private readonly leavers: LeaverReader,
    private readonly time: ServiceTime,
  ) {}

  @Get('members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('id') id: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.membership.members({ segment: id }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }

  @Get('leaving')
  @Refuses()
  @ApiOperation({ summary: 'Who leaves a segment next if nothing happens' })
  @ApiOkResponse({ type: LeavingView })
  async leaving(@Param('id') id: string): Promise<LeavingView> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const { leavers, isComplete } = await this.leavers.next(id, book, now);
    return { items: leavers.map(({ customer, at }) => ({ customer, at: iso(at) })), complete: isComplete };
  }

  @Get('overlap')
  @Refuses()
  @ApiOperation({ summary: 'How many customers are in this segment, in another one, and in both' })
  @ApiOkResponse({ type: OverlapView })
  overlap(@Param('id') id: string, @Query() { with: other }: OverlapQuery): Promise<OverlapView> {
    return this.membership.overlap(id, other);
  }
}
