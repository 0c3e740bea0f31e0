// Bodies of the sources API.
import { IsString, Length, IsIn, IsBoolean, ValidateIf, IsInt, Min, Max } from 'class-validator';
import { IsVisible, MayBeAbsent } from '@segue/service';
import type { SourceKind } from './sources.entities';

export class NewSource {
  @IsString()
  @Length(1, 100)
  @IsVisible()
  name!: string;

  @IsIn(['server', 'public'])
  kind!: SourceKind;
}

export class SourceChange {
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  name?: string;

  @MayBeAbsent()
  @IsBoolean()
  disabled?: boolean;

  /** Null: the limit for sources of its kind. */
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(1)
  @Max(100_000)
  eventsPerSecond?: number | null;
}
