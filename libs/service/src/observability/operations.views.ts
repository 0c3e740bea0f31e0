// Answers of the operations API, as classes, so that OpenAPI and typed clients know their shapes.
import type { Readiness } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { JOB_STATES, type JobState } from '../jobs/job';

export class PartitionLagView {
  @ApiProperty() partition!: number;
  @ApiProperty({ description: 'an offset; as text, since it may pass 2^53' }) committed!: string;
  @ApiProperty() end!: string;
}

export class TopicLagView {
  @ApiProperty() topic!: string;
  @ApiProperty({ description: 'messages not handled yet' }) unread!: number;
  @ApiProperty({ type: [PartitionLagView] }) partitions!: PartitionLagView[];
}

export class HealthCheckView {
  @ApiProperty() name!: string;
  @ApiProperty() ok!: boolean;
  @ApiProperty({ description: 'milliseconds it took to ask' }) ms!: number;
}

export class ServiceTimeView {
  @ApiProperty({ format: 'date-time' }) now!: string;
  @ApiProperty({ enum: ['wall', 'stream'] }) mode!: 'wall' | 'stream';
}

export class QuantilesView {
  @ApiProperty() count!: number;
  @ApiProperty({ description: 'milliseconds' }) p50!: number;
  @ApiProperty() p95!: number;
  @ApiProperty() p99!: number;
}

export class ZoneRulesView {
  @ApiProperty({ description: "version of the IANA database, such as 2026f, in this process's runtime" })
  runtime!: string;
  @ApiProperty({ description: 'in the tables that come with Segue' }) tables!: string;
  @ApiProperty({ description: 'the newer of both, by which days and quiet hours are told' }) used!: string;
}

export class StatusView implements Readiness {
  @ApiProperty() service!: string;
  @ApiProperty({ description: 'of this process' }) instance!: string;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty() uptimeSeconds!: number;
  @ApiProperty() ready!: boolean;
  @ApiProperty({ type: [HealthCheckView] }) checks!: HealthCheckView[];
  @ApiProperty({
    type: ServiceTimeView,
    nullable: true,
    description: "the service's own; null while it cannot be read",
  })
  time!: ServiceTimeView | null;
  @ApiProperty({ type: ZoneRulesView }) zoneRules!: ZoneRulesView;
  @ApiProperty({ type: [TopicLagView] }) lag!: TopicLagView[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/QuantilesView' },
    description: 'from acceptance to this stage, live touchpoints only',
  })
  stages!: Record<string, QuantilesView>;
}

export class JobView {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'backfill, rfm-edges, import, …' }) kind!: string;
  @ApiProperty({ enum: JOB_STATES }) state!: JobState;
  @ApiProperty() done!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'null while it is not known how much there is' })
  total!: number | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) detail!: Record<string, unknown>;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty({ description: 'UTC milliseconds' }) startedAt!: number;
  @ApiProperty({ type: Number, nullable: true }) endedAt!: number | null;
}

export class JobPage {
  @ApiProperty({ type: [JobView] }) items!: JobView[];
  @ApiProperty({ type: String, nullable: true, description: 'cursor of the next page' }) next!: string | null;
}
