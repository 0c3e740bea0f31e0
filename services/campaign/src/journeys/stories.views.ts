// The record of enrolments as the API shows it.
import { PageQuery, iso } from '@segue/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import type { StoryRow } from './story.store';

export class StoriesQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiProperty()
  @IsString()
  customer!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  campaign?: string;
}

export class StepPassedView {
  @ApiProperty() node!: string;
  @ApiProperty() kind!: string;
  @ApiProperty({ description: 'of the campaign' }) version!: number;
  @ApiProperty({ format: 'date-time' }) enteredAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'null while it waits there' })
  leftAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the way out' }) way!: string | null;
  @ApiProperty({ type: Object, nullable: true, additionalProperties: true, description: 'what led to this way' })
  why!: Record<string, unknown> | null;
}

export class StoryView {
  @ApiProperty({ description: 'of the enrolment; its decisions name it' }) id!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() campaignVersion!: number;
  @ApiProperty() customer!: string;
  @ApiProperty({ enum: ['treated', 'control'] }) group!: string;
  @ApiProperty({ description: 'id of the signal that began it' }) signal!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ type: String, nullable: true, description: 'what it waits for: quiet-hours, time, event or goal' })
  waitsFor!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) dueAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) endedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) endedBy!: string | null;
  @ApiProperty({ type: [StepPassedView], description: 'in their order' }) steps!: StepPassedView[];
}

export class StoryPage {
  @ApiProperty({ type: [StoryView] }) items!: StoryView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export const storyView = (story: StoryRow): StoryView => ({
  id: story.id,
  campaign: story.journey,
  campaignVersion: story.version,
  customer: story.customer,
  group: story.group,
  signal: story.cause,
  since: iso(story.since),
  waitsFor: story.waitsFor,
  dueAt: iso(story.dueAt),
  endedAt: iso(story.endedAt),
  endedBy: story.endedBy,
  steps: story.steps.map(({ node, kind, version, enteredAt, leftAt, way, why }) => ({
    ...{ node, kind, version, way, why },
    enteredAt: iso(enteredAt),
    leftAt: iso(leftAt),
  })),
});
