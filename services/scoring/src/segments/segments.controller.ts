// Segments: list, save, delete, preview and members.
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { slugFault } from '@segue/contracts';
import { type Rule, isBounded } from '@segue/rules';
import { PageQuery, Problem, Refuses, Needs, ServiceTime, decodeCursor, page, versionIn } from '@segue/service';
import { asksForPrediction } from '../models/domain/asks-for-prediction';
import { Backfill } from '../rulebook/backfill';
import type { Settings } from '../rulebook/domain/rulebook';
import { ScoringRules, assertNames } from '../rulebook/rulebook.store';
import { SegmentOutbox } from '../rulebook/segment.outbox';
import { CountView, MemberPage } from '../standings/standings.views';
import { DraftBody, SavedSegmentView, SegmentBody, SegmentView } from './segments.views';
import { PREVIEWS, busy } from '../standings/previews';
import { MemberReader } from '../standings/member.reader';
import { PreviewReader } from '../standings/preview.reader';
import { checkedRule, refuse } from './rule.checks';

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments')
@Needs('segments:read')
export class SegmentsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly membership: MemberReader,
    private readonly previews: PreviewReader,
    private readonly backfill: Backfill,
    private readonly outbox: SegmentOutbox,
    private readonly time: ServiceTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All segments with how many customers they hold' })
  @ApiOkResponse({ type: [SegmentView] })
  async list(): Promise<SegmentView[]> {
    const [{ segments, settings }, counts] = await Promise.all([
      this.rules.read(true),
      this.membership.segmentCounts(),
    ]);
    return segments.map((segment) => ({
      ...segment,
      customers: counts[segment.id] ?? 0,
      tooLarge: !isBounded(segment.rule),
      waits: isWaiting(segment.rule, settings),
    }));
  }

  @Get(':id')
  @ApiOkResponse({ type: SegmentView })
  async show(@Param('id') id: string): Promise<SegmentView> {
    const found = (await this.list()).find((segment) => segment.id === id);
    if (!found) throw Problem.notFound('segment_unknown', 'there is no such segment');
    return found;
  }

  @Put(':id')
  @Refuses(409)
  @Needs('segments:write')
  @ApiOperation({ summary: 'Create or change a segment; every customer is judged anew in the background' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for a new segment' })
  @ApiOkResponse({ type: SavedSegmentView })
  async save(
    @Param('id') id: string,
    @Body() { name, rule }: SegmentBody,
    @Headers('if-match') edited?: string,
  ): Promise<SavedSegmentView> {
    const idFault = slugFault(id);
    if (idFault) throw Problem.invalid(idFault);
    const valid = checkedRule(rule);
    const version = await this.rules.saveSegment({ id, name, rule: valid }, versionIn(edited)).catch(refuse);
    await this.outbox.publish();
    const { id: job, state } = await this.backfill.start({ segment: id, version });
    const { settings } = await this.rules.read();
    return {
      ...{ id, name, rule: valid, version, tooLarge: false },
      waits: isWaiting(valid, settings),
      job: { id: job, state },
    };
  }

  @Delete(':id')
  @Refuses(404, 409)
  @HttpCode(204)
  @Needs('segments:write')
  @ApiOperation({ summary: 'Delete a segment that no other segment and no campaign refers to' })
  async remove(@Param('id') id: string): Promise<void> {
    const version = await this.rules.deleteSegment(id).catch(refuse);
    if (version === null) throw Problem.notFound('segment_unknown', 'there is no such segment');
    await this.outbox.publish();
    await this.backfill.start({ segment: id, version });
  }

  @Post('preview')
  @Refuses(429, 503)
  @HttpCode(200)
  @ApiOperation({ summary: 'How many customers a rule holds for now: exact, or an estimate with its error' })
  @ApiOkResponse({ type: CountView })
  async preview(@Body() { rule }: DraftBody): Promise<CountView> {
    const valid = checkedRule(rule);
    const book = await this.rules.read(true);
    asked(() => assertNames(valid, book.segments));
    const { now } = await this.time.read();
    return PREVIEWS.pass(() => this.previews.count(valid, book, now), busy);
  }

  @Get(':id/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('id') id: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.membership.members({ segment: id }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }
}

const isWaiting = (rule: Rule, { model }: Settings) => (model.waits ?? false) && asksForPrediction(rule);

function asked(question: () => void): void {
  try {
    question();
  } catch (error) {
    refuse(error);
  }
}
