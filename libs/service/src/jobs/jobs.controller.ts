// The HTTP API of long jobs: which there are, and their cancellation.
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../http/paging';
import { Problem } from '../http/problem';
import { Refuses } from '../http/refusals';
import type { ServiceContext } from '../runtime/context';
import { type Hosted, HOSTED } from '../runtime/hosted';
import { JobPage, JobView } from '../observability/operations.views';
import { Needs } from '../security/auth.guard';

export class JobsQuery extends PageQuery {
  @IsOptional()
  @IsString()
  service?: string;
}

@ApiTags('jobs')
@Needs('system:read')
@Controller('api/jobs')
export class JobsController {
  constructor(@Inject(HOSTED) private readonly hosted: Hosted) {}

  @Get()
  @Refuses(404)
  @ApiOperation({ summary: 'Jobs of one service, newest first; without `service`, of the first service here' })
  @ApiOkResponse({ type: JobPage })
  list(@Query() query: JobsQuery): Promise<JobPage> {
    return this.contextOf(query.service).jobs.list(query.limit, query.cursor);
  }

  @Get(':id')
  @ApiOkResponse({ type: JobView })
  async find(@Param('id') id: string): Promise<JobView> {
    for (const { jobs } of this.hosted.contexts) {
      const job = await jobs.find(id);
      if (job) return job;
    }
    throw Problem.notFound('job_not_found');
  }

  @Needs('jobs:cancel')
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOkResponse({ type: JobView })
  async cancel(@Param('id') id: string): Promise<JobView> {
    for (const { jobs } of this.hosted.contexts) await jobs.cancel(id);
    return this.find(id);
  }

  private contextOf(service: string | undefined): ServiceContext {
    const context = this.hosted.contexts.find(({ name }) => service === undefined || name === service);
    if (context === undefined) throw Problem.notFound('service_not_here');
    return context;
  }
}
