import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock, Needs, Problem } from '@segue/service';
import { DataSource, type Repository } from 'typeorm';
import { Source } from '../sources/sources.entities';
import { ActivityStore, type Counted, KEPT_MS } from './activity.store';
import { SourceActivityPage, SourceActivityView, SourceEventPage, type SourceEventView } from './activity.views';
import type { Recent } from './domain/recent';

const SHOWN_MINUTES_MS = 3600 * 1000;

@ApiTags('sources')
@Needs('sources:read')
@Controller('api/sources')
export class ActivityController {
  private readonly sources: Repository<Source>;

  constructor(
    management: DataSource,
    private readonly store: ActivityStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.sources = management.getRepository(Source);
  }

  @Get('activity')
  @ApiOperation({ summary: 'What each source sent in the last 24 hours' })
  @ApiOkResponse({ type: SourceActivityPage })
  async activity(): Promise<SourceActivityPage> {
    const now = this.clock.now();
    const [sources, counts, last] = await Promise.all([
      this.sources.find({ select: { id: true }, order: { createdAt: 'ASC', id: 'ASC' } }),
      this.store.countsSince(now - KEPT_MS),
      this.store.lastOfAll(),
    ]);
    return {
      items: sources.map(({ id }) =>
        viewOf(
          id,
          counts.filter(({ source }) => source === id),
          last.get(id),
          now,
        ),
      ),
      next: null,
    };
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'The last 100 events of a source, and what became of each' })
  @ApiOkResponse({ type: SourceEventPage })
  async events(@Param('id') id: string): Promise<SourceEventPage> {
    if (!(await this.sources.existsBy({ id }))) throw Problem.notFound('source_not_found');
    const events = await this.store.events(id, this.clock.now() - KEPT_MS);
    return { items: events.map(shown), next: null };
  }
}

function viewOf(source: string, counts: readonly Counted[], last: number | undefined, now: number): SourceActivityView {
  const sum = (what: 'taken' | 'refused' | 'ignored') => counts.reduce((all, one) => all + one[what], 0);
  return {
    ...{ source, taken: sum('taken'), refused: sum('refused'), ignored: sum('ignored') },
    lastAt: last === undefined ? null : new Date(last).toISOString(),
    minutes: counts
      .filter(({ minute }) => minute >= now - SHOWN_MINUTES_MS)
      .map(({ minute, taken, refused, ignored }) => ({ at: new Date(minute).toISOString(), taken, refused, ignored })),
  };
}

const shown = (event: Recent & { id: number }): SourceEventView => ({
  ...{ id: event.id, at: new Date(event.at).toISOString(), outcome: event.outcome },
  ...{ name: event.name || null, person: event.person || null, customer: event.customer || null },
  ...{ messageId: event.messageId || null, code: event.code || null, path: event.path || null },
  message: event.message || null,
});
