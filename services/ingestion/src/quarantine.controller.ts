import { Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQuery, Problem, Roles } from '@segue/service';
import { IsOptional, IsString } from 'class-validator';
import { type QuarantineEntry, QuarantineStore } from './quarantine.store';

class QuarantineQuery extends PageQuery {
  @IsOptional()
  @IsString()
  source?: string;
}

type Shown = Omit<QuarantineEntry, 'receivedAt'> & { receivedAt: string };

/** What was sent is shown one by one only: it may be personal. */
@ApiTags('quarantine')
@Roles('integrator', 'ops')
@Controller('api/quarantine')
export class QuarantineController {
  constructor(private readonly quarantine: QuarantineStore) {}

  @Get()
  async list(@Query() query: QuarantineQuery): Promise<{ items: Shown[]; next: string | null }> {
    const { items, next } = await this.quarantine.list(query.limit, query.cursor, query.source);
    return { items: items.map(shown), next };
  }

  @Get(':id')
  async find(@Param('id', ParseIntPipe) id: number): Promise<Shown & { event: string }> {
    const entry = await this.quarantine.find(id);
    if (entry === null) throw Problem.notFound('quarantine_entry_not_found');
    return { ...shown(entry), event: entry.event };
  }

  @Delete(':id')
  @HttpCode(204)
  async discard(@Param('id', ParseIntPipe) id: number): Promise<void> {
    if (!(await this.quarantine.discard(id))) throw Problem.notFound('quarantine_entry_not_found');
  }
}

const shown = (entry: QuarantineEntry): Shown => ({ ...entry, receivedAt: new Date(entry.receivedAt).toISOString() });
