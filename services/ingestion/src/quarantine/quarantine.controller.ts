import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MayBeAbsent, PageQuery, Problem, Needs, Refuses, WholeNumberPipe } from '@segue/service';
import { IsObject, IsOptional, IsString } from 'class-validator';
import { QuarantineCounts, QuarantinePage, type QuarantineView, WholeQuarantineView } from './quarantine.views';
import { QuarantineReplay } from './quarantine.replay';
import { QuarantineStore } from './quarantine.store';
import type { QuarantineEntry } from './domain/rejected';

class SourceQuery {
  @IsOptional()
  @IsString()
  source?: string;
}

class QuarantineQuery extends PageQuery {
  @IsOptional()
  @IsString()
  source?: string;
}

class Replayed {
  /** The corrected event; absent: the event as it was sent. */
  @MayBeAbsent()
  @IsObject()
  event?: Record<string, unknown>;
}

/** The quarantine API. Rejected events are shown one by one only, since they may be personal. */
@ApiTags('quarantine')
@Needs('quarantine:read')
@Controller('api/quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: QuarantineStore,
    private readonly replay: QuarantineReplay,
  ) {}

  @Get()
  @ApiOkResponse({ type: QuarantinePage })
  async list(@Query() query: QuarantineQuery): Promise<QuarantinePage> {
    const { items, next } = await this.quarantine.list(query.limit, query.cursor, query.source);
    return { items: items.map(shown), next };
  }

  /** Returns counts by source and reason, also of deleted entries; the latest 1,000. */
  @Get('counts')
  @ApiOkResponse({ type: QuarantineCounts })
  async counts(@Query() { source }: SourceQuery): Promise<QuarantineCounts> {
    const counts = await this.quarantine.countsOf(source);
    return {
      items: counts.map((one) => ({
        ...one,
        firstAt: new Date(one.firstAt).toISOString(),
        lastAt: new Date(one.lastAt).toISOString(),
      })),
      next: null,
    };
  }

  @Get(':id')
  @ApiOkResponse({ type: WholeQuarantineView })
  async find(@Param('id', WholeNumberPipe) id: number): Promise<WholeQuarantineView> {
    const entry = await this.quarantine.find(id);
    if (entry === null) throw Problem.notFound('quarantine_entry_not_found');
    return { ...shown(entry), event: entry.event };
  }

  /** Takes the event as if its source had sent it right; then it is in the quarantine no more. */
  @Needs('quarantine:write')
  @Post(':id/replay')
  @HttpCode(204)
  @Refuses(400, 404, 409, 413, 429)
  @ApiOperation({ summary: 'Send a refused event again, corrected' })
  async sendAgain(@Param('id', WholeNumberPipe) id: number, @Body() { event }: Replayed): Promise<void> {
    const entry = await this.quarantine.find(id);
    if (entry === null) throw Problem.notFound('quarantine_entry_not_found');
    await this.replay.take(entry, event);
  }

  @Needs('quarantine:write')
  @Delete(':id')
  @HttpCode(204)
  async discard(@Param('id', WholeNumberPipe) id: number): Promise<void> {
    if (!(await this.quarantine.discard(id))) throw Problem.notFound('quarantine_entry_not_found');
  }
}

const shown = (entry: QuarantineEntry): QuarantineView => ({
  ...entry,
  name: entry.name || null,
  person: entry.person || null,
  receivedAt: new Date(entry.receivedAt).toISOString(),
});
