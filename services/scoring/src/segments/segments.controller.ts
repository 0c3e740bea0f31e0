// Segments: list, save, delete, archive and preview.
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { slugFault } from '@segue/contracts';
import { type Rule, isBounded } from '@segue/rules';
import { Problem, Refuses, Needs, ServiceTime, versionIn } from '@segue/service';
import { SegmentDays } from '../history/segment-days';
import { asksForPrediction } from '../models/domain/asks-for-prediction';
import { Backfill } from '../rulebook/backfill';
import { listKeyIn } from '../rulebook/domain/lists';
import type { Segment, Settings } from '../rulebook/domain/rulebook';
import { ScoringRules, assertNames } from '../rulebook/rulebook.store';
import { SegmentDraftStore } from '../rulebook/segment-draft.store';
import { SegmentOutbox } from '../rulebook/segment.outbox';
import { PreviewView } from '../standings/members/members.views';
import { PreviewBody, SavedSegmentView, SegmentBody, SegmentsQuery, SegmentView } from './segments.views';
import { PREVIEWS, busy } from '../standings/previews/previews';
import { MemberReader } from '../standings/members/member.reader';
import { Shared } from '../standings/previews/shared';
import { PreviewReader } from '../standings/previews/preview.reader';
import { checkedRule, refuse } from './rule.checks';

const CHANGE_DAYS = 7;

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
    private readonly drafts: SegmentDraftStore,
    private readonly days: SegmentDays,
    private readonly time: ServiceTime,
  ) {}

  private readonly counts = new Shared(() => this.membership.segmentCounts());

  @Get()
  @Refuses()
  @ApiOperation({ summary: 'All segments with how many customers they hold; drafts and archived ones hold none' })
  @ApiOkResponse({ type: [SegmentView] })
  async list(@Query() { state = 'live' }: SegmentsQuery): Promise<SegmentView[]> {
    if (state === 'live') return this.live();
    const shelved = await (state === 'draft' ? this.drafts.drafts() : this.drafts.archived());
    return shelved.map((segment) => ({
      ...segment,
      // Drafts and archived segments are not judged, so they wait for nothing.
      ...{ state, customers: 0, changeIn7Days: 0, waits: false },
      isList: listKeyIn(segment.rule) !== null,
      tooLarge: !isBounded(segment.rule),
    }));
  }

  private async live(): Promise<SegmentView[]> {
    const [{ segments, settings }, counts] = await Promise.all([this.rules.read(true), this.counts.get()]);
    const changes = await this.days.changes(CHANGE_DAYS, counts);
    return segments.map((segment) => liveView(segment, counts, changes, settings));
  }

  @Get(':id')
  @ApiOkResponse({ type: SegmentView })
  async show(@Param('id') id: string): Promise<SegmentView> {
    const { segments, settings } = await this.rules.read(true);
    const found = segments.find((segment) => segment.id === id);
    if (!found) throw Problem.notFound('segment_unknown', 'there is no such segment');
    const counts = { [id]: await this.membership.countOf({ segment: id }) };
    return liveView(found, counts, await this.days.changes(CHANGE_DAYS, counts), settings);
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
      ...{ id, name, rule: valid, version, isList: listKeyIn(valid) !== null, tooLarge: false },
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
    await this.end(id, false);
  }

  @Post(':id/archive')
  @Refuses(404, 409)
  @HttpCode(204)
  @Needs('segments:write')
  @ApiOperation({ summary: 'Archive a segment that nothing refers to: it holds for nobody until it is saved again' })
  async archive(@Param('id') id: string): Promise<void> {
    await this.end(id, true);
  }

  private async end(id: string, isArchived: boolean): Promise<void> {
    const version = await this.rules.deleteSegment(id, isArchived).catch(refuse);
    if (version === null) throw Problem.notFound('segment_unknown', 'there is no such segment');
    await this.outbox.publish();
    await this.backfill.start({ segment: id, version });
  }

  @Post('preview')
  @Refuses(429, 503)
  @HttpCode(200)
  @ApiOperation({
    summary:
      'How many customers a rule holds for now: exact, or an estimate with its error. For an exact count ask again with `next` as `after` until it is null, and add up `held`',
  })
  @ApiOkResponse({ type: PreviewView })
  async preview(@Body() { rule, after }: PreviewBody): Promise<PreviewView> {
    const valid = checkedRule(rule);
    const book = await this.rules.read(true);
    asked(() => assertNames(valid, book.segments));
    const { now } = await this.time.read();
    return PREVIEWS.pass(() => this.previews.count(valid, book, now, after), busy);
  }
}

function liveView(
  segment: Segment,
  counts: Readonly<Record<string, number>>,
  changes: Readonly<Record<string, number>>,
  settings: Settings,
): SegmentView {
  return {
    ...segment,
    state: 'live',
    customers: counts[segment.id] ?? 0,
    changeIn7Days: changes[segment.id] ?? 0,
    isList: listKeyIn(segment.rule) !== null,
    tooLarge: !isBounded(segment.rule),
    waits: isWaiting(segment.rule, settings),
  };
}

const isWaiting = (rule: Rule, { model }: Settings) => (model.waits ?? false) && asksForPrediction(rule);

function asked(question: () => void): void {
  try {
    question();
  } catch (error) {
    refuse(error);
  }
}
