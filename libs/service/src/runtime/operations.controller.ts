// The operations API of every process, for operators and orchestrators: liveness, readiness, lag,
// latency.
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiExcludeController,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type PartitionLag, unreadIn } from '@segue/bus';
import { zoneRules } from '@segue/valuation';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthGuard, Public, Needs, bearerIn } from '../security/auth.guard';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { ServiceContext } from './context';
import { OPENAPI_PATH } from '../http/openapi';
import { JobPage, JobView, QuantilesView, StatusView, type TopicLagView } from './operations.views';
import { PageQuery } from '../http/paging';
import { Problem } from '../http/problem';
import { Refuses } from '../http/refusals';
import { sameSecret } from '../security/tokens';

export const HOSTED = Symbol('hosted services');

/** The services of this process. */
export interface Hosted {
  /** OpenAPI document of this process; set before it serves requests. */
  document?: OpenAPIObject;
  /** Unique per process, for telling copies apart. */
  instance: string;
  startedAt: number;
  contexts: readonly ServiceContext[];
}

@ApiExcludeController()
@Public()
@Controller()
export class ProbeController {
  constructor(
    @Inject(HOSTED) private readonly hosted: Hosted,
    private readonly guard: AuthGuard,
  ) {}

  /** Reports only that the process answers: an unavailable dependency is no reason to kill it. */
  @Get('livez')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** Reports readiness. Public, so it names only the unavailable parts. */
  @Get('readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const services = await Promise.all(
      this.hosted.contexts.map(async ({ name, health }) => ({
        name,
        checks: (await health.results()).map((check) => ({ name: check.name, ok: check.ok })),
      })),
    );
    const ready = services.every(({ checks }) => checks.every((check) => check.ok));
    await reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', services });
  }

  /**
   * Returns the metrics, to Prometheus with its own token and to ops. Access does not depend on the
   * address, since a proxy on this machine would open it to all.
   */
  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const own = this.hosted.contexts[0]?.config.SEGUE_METRICS_TOKEN;
    const isOwn = own !== undefined && sameSecret(bearerIn(request.headers.authorization) ?? '', own);
    if (!isOwn) await this.guard.admit(request, 'metrics:read');
    const registry = this.hosted.contexts[0]?.metrics.registry;
    await reply.header('content-type', registry?.contentType ?? 'text/plain').send(await registry?.metrics());
  }
}

@ApiExcludeController()
@Needs('system:read')
@Controller()
export class DocumentController {
  constructor(@Inject(HOSTED) private readonly hosted: Hosted) {}

  @Get(OPENAPI_PATH)
  openApi(): OpenAPIObject | undefined {
    return this.hosted.document;
  }
}

export class StatusQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 86_400, default: 300 })
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(1)
  @Max(86_400)
  seconds: number = 300;
}

@ApiTags('operations')
@Needs('system:read')
@Controller('api/status')
export class StatusController {
  constructor(@Inject(HOSTED) private readonly hosted: Hosted) {}

  @Get(':service')
  @ApiOperation({
    summary: 'How a service fares: readiness, time, lag, and latencies of the last `seconds`',
  })
  @ApiExtraModels(QuantilesView)
  @ApiOkResponse({ type: StatusView })
  async status(@Param('service') service: string, @Query() { seconds }: StatusQuery): Promise<StatusView> {
    const context = this.hosted.contexts.find(({ name }) => name === service);
    if (context === undefined) throw Problem.notFound('service_not_here');
    const [checks, time, lag] = await Promise.all([context.health.results(), timeOf(context), lagOf(context)]);
    return {
      service,
      instance: this.hosted.instance,
      startedAt: new Date(this.hosted.startedAt).toISOString(),
      uptimeSeconds: Math.round((context.clock.now() - this.hosted.startedAt) / 1000),
      ready: checks.every((check) => check.ok),
      checks,
      time,
      zoneRules: zoneRules(),
      lag,
      stages: context.stages.summary(seconds * 1000),
    };
  }
}

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

async function timeOf(context: ServiceContext): Promise<StatusView['time']> {
  try {
    const { now, mode } = await context.time.read();
    return { now: new Date(now).toISOString(), mode };
  } catch {
    return null;
  }
}

/**
 * Returns the lag of each input; empty while the log cannot be reached, which the checks report.
 */
export async function lagOf({ bus, name, inputs }: ServiceContext): Promise<TopicLagView[]> {
  try {
    return await Promise.all(inputs.map(async ({ topic }) => summed(topic.name, await bus.lag(name, topic.name))));
  } catch {
    return [];
  }
}

function summed(topic: string, partitions: readonly PartitionLag[]): TopicLagView {
  return {
    topic,
    unread: unreadIn(partitions),
    partitions: partitions.map((each) => ({
      partition: each.partition,
      committed: String(each.committed),
      end: String(each.end),
    })),
  };
}
