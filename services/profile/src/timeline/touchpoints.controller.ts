import type { RecentTouchpoint } from '@segue/contracts';
import { PageQuery, Problem, Refuses, Needs, iso } from '@segue/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { TimelineReader } from './timeline.reader';
import { TimelineEntryView, timelineEntryView } from './timeline.views';
import { RecentTouchpoints } from './recent.touchpoints';

export class RecentTouchpointView implements RecentTouchpoint {
  @ApiProperty() customer!: string;
  @ApiProperty({ description: 'kind:value' }) identity!: string;
  @ApiProperty() source!: string;
  @ApiProperty() id!: string;
  @ApiProperty() event!: string;
  @ApiProperty() origin!: string;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty() simulated!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'of what became of a message; null for all others' })
  channel!: string | null;
}

/**
 * Touchpoints of a history (an import, a backfill, a replay) that this instance took in one after
 * another.
 */
export class HistoryWaveView {
  @ApiProperty({ description: 'import, backfill or replay' }) origin!: string;
  @ApiProperty() touchpoints!: number;
  @ApiProperty({ description: 'customers who were not known before' }) customers!: number;
  @ApiProperty({ format: 'date-time', description: 'by the wall clock' }) from!: string;
  @ApiProperty({ format: 'date-time', description: 'of its latest touchpoint so far' }) until!: string;
}

export class RecentTouchpointsView {
  @ApiProperty({ type: [RecentTouchpointView] }) items!: RecentTouchpointView[];
  @ApiProperty({ type: String, nullable: true, description: 'always null: older ones are on the timelines' })
  next!: null;
  @ApiProperty({ type: [HistoryWaveView], description: 'newest first' }) history!: HistoryWaveView[];
}

@ApiTags('touchpoints')
@ApiBearerAuth()
@Controller('api/touchpoints')
@Needs('customers:read')
export class TouchpointsController {
  constructor(
    private readonly recent: RecentTouchpoints,
    private readonly reader: TimelineReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The latest touchpoints of all customers, as this instance took them in; newest first' })
  @ApiOkResponse({ type: RecentTouchpointsView })
  latest(@Query() { limit }: PageQuery): RecentTouchpointsView {
    const items = this.recent.latest(limit).map((one) => ({
      ...one,
      occurredAt: new Date(one.occurredAt).toISOString(),
      recordedAt: new Date(one.recordedAt).toISOString(),
    }));
    const history = this.recent.history().map((wave) => ({ ...wave, from: iso(wave.from), until: iso(wave.until) }));
    return { items, next: null, history };
  }

  @Get(':key')
  @Refuses(404)
  @ApiOperation({
    summary: 'One touchpoint by the id under which causes name it, `identity/source/message id`, URL-encoded',
  })
  @ApiOkResponse({ type: TimelineEntryView })
  async show(@Param('key') key: string): Promise<TimelineEntryView> {
    const touchpoint = await this.reader.touchpoint(key);
    if (!touchpoint) throw Problem.notFound('touchpoint_unknown', 'there is no such touchpoint');
    return timelineEntryView(touchpoint);
  }
}
