// Segments in the API.
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { Rule } from '@segue/rules';
import { IsVisible, JOB_STATES, type Job, MayBeAbsent } from '@segue/service';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';

export class DraftBody {
  @ApiPropertyOptional({ maxLength: 200 })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  name?: string;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'a rule, version 1: docs/rules.md tells what it can ask, docs/rule.schema.json is its JSON Schema',
    example: { version: 1, when: { kind: 'number', name: 'spend', is: 'atLeast', value: 10_000 } },
  })
  @IsObject()
  rule!: Record<string, unknown>;
}

export class SegmentBody extends OmitType(DraftBody, ['name']) {
  @ApiProperty({ minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @IsVisible()
  name!: string;
}

/** A part of a count: see `after`. */
export class PreviewBody extends DraftBody {
  @ApiPropertyOptional({ maxLength: 64, description: '`next` of the part before; absent: the first part' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  after?: string;
}

export class SegmentDraftBody extends SegmentBody {
  @ApiPropertyOptional({ description: 'of the live segment from which it was made, 0 for a new one' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  edited?: number;
}

export const SEGMENT_STATES = ['live', 'draft', 'archived'] as const;
export type SegmentState = (typeof SEGMENT_STATES)[number];

export class SegmentsQuery {
  @ApiPropertyOptional({ enum: SEGMENT_STATES, default: 'live' })
  @IsOptional()
  @IsIn(SEGMENT_STATES)
  state?: SegmentState;
}

export class OverlapQuery {
  /** The id of the other segment. */
  @ApiProperty()
  @IsString()
  @MaxLength(64)
  with!: string;
}

export class SegmentView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: SEGMENT_STATES }) state!: SegmentState;
  @ApiProperty() name!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) rule!: Rule;
  @ApiProperty({ description: 'of the rulebook in which it was last edited' }) version!: number;
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'change of the size in the last 7 days' })
  changeIn7Days!: number;
  @ApiProperty({ description: 'a fixed list: its customers are named one by one, its rule is not to be edited' })
  isList!: boolean;
  @ApiProperty({
    description: 'saved before rules had bounds, and beyond them: it holds for no customer until it is corrected',
  })
  tooLarge!: boolean;
  @ApiProperty({
    description:
      'it asks for a prediction, and there is none until more customers have bought a second time: until then that condition is unknown and does not hold',
  })
  waits!: boolean;
}

export class OverlapView {
  @ApiProperty({ description: 'customers of this segment alone' }) onlyThis!: number;
  @ApiProperty({ description: 'customers of both' }) both!: number;
  @ApiProperty({ description: 'customers of the other segment alone' }) onlyOther!: number;
}

export class LeaverView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class LeavingView {
  @ApiProperty({ type: [LeaverView], description: 'who leaves next if nothing happens, soonest first' })
  items!: LeaverView[];
  @ApiProperty({ description: 'false: the search ended before it was certain that no other leaves sooner' })
  complete!: boolean;
}

export class SegmentVersionView {
  @ApiProperty() version!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) rule!: Rule;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'null where it was saved before versions were kept',
  })
  savedAt!: string | null;
}

export class SegmentDayView {
  @ApiProperty({ description: "in the brand's zone" }) day!: string;
  @ApiProperty() entered!: number;
  @ApiProperty() left!: number;
  @ApiProperty({ description: 'customers at the end of the day; of today, now' }) size!: number;
  @ApiProperty({
    description: 'false: the size was not counted then, but worked out from who entered and left since, without edits',
  })
  counted!: boolean;
}

/** The job that judges every customer by a saved segment. */
export class SegmentJobView {
  @ApiProperty({ description: 'see /api/jobs' }) id!: string;
  @ApiProperty({ enum: JOB_STATES }) state!: Job['state'];
}

/** A segment just saved: its count is known once the job is done. */
export class SavedSegmentView extends OmitType(SegmentView, ['customers', 'changeIn7Days', 'state']) {
  @ApiProperty({ type: SegmentJobView, description: 'judges every customer; the count is known when it is done' })
  job!: SegmentJobView;
}
