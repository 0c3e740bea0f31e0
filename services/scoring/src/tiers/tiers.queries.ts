// Parameters of the questions about value tiers.
import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { instantIn } from '@segue/contracts';
import { PageQuery } from '@segue/service';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const SCHEMES = ['value', 'rfm'] as const;
export const DAYS_AHEAD = 30;
const MOST_DAYS_AHEAD = 366;

export class SinceQuery {
  /** Absent: the last seven days of the service's time. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'since must be an ISO 8601 time' })
  since?: number;
}

/** How far ahead to look. */
class Ahead extends PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_DAYS_AHEAD, default: DAYS_AHEAD })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS_AHEAD)
  days = DAYS_AHEAD;
}

export class ComingQuery extends PickType(Ahead, ['days']) {}

export const PERIOD_DAYS = 7;

export class MoneyQuery {
  /** Length of the period, up to now. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_DAYS_AHEAD, default: PERIOD_DAYS })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS_AHEAD)
  days = PERIOD_DAYS;
}

export class ComingCustomersQuery extends Ahead {
  @ApiProperty({ enum: SCHEMES })
  @IsIn(SCHEMES)
  scheme!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(64)
  from!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(64)
  to!: string;
}
