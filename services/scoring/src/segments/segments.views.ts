// Segments in the API.
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { Rule } from '@segue/rules';
import { IsVisible, type Job, MayBeAbsent } from '@segue/service';
import { IsObject, IsString, Length, MaxLength } from 'class-validator';

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

export class SegmentView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) rule!: Rule;
  @ApiProperty({ description: 'of the rulebook in which it was last edited' }) version!: number;
  @ApiProperty() customers!: number;
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

/** The job that judges every customer by a saved segment. */
export class SegmentJobView {
  @ApiProperty({ description: 'see /api/jobs' }) id!: string;
  @ApiProperty({ enum: ['running', 'done', 'failed', 'cancelled', 'lost'] }) state!: Job['state'];
}

/** A segment just saved: its count is known once the job is done. */
export class SavedSegmentView extends OmitType(SegmentView, ['customers']) {
  @ApiProperty({ type: SegmentJobView, description: 'judges every customer; the count is known when it is done' })
  job!: SegmentJobView;
}
