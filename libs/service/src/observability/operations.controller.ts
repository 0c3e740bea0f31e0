// The operations API of every process, for operators: its OpenAPI document, lag, latency.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
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
import { Needs } from '../security/auth.guard';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import type { ServiceContext } from '../runtime/context';
import { OPENAPI_PATH } from '../http/openapi';
import { type TopicLagView, QuantilesView, StatusView } from './operations.views';
import { Problem } from '../http/problem';
import { type Hosted, HOSTED } from '../runtime/hosted';

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
