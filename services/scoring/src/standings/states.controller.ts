// What campaign asks about customers to preview a campaign: their heads and standings now.
import type { CustomerStates } from '@segue/contracts';
import { CLOCK, type Clock, Needs, Problem, Refuses, ServiceTime } from '@segue/service';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ScoringRules } from '../rulebook/rulebook.store';
import { StatesView } from './members/members.views';
import { StateReader } from './state.reader';

/** A head has up to 64 KB. */
const MOST_STATES = 500;

class StatesQuery {
  /** A segment's id. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  segment?: string;

  /** A tier of the scheme `value`. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tier?: string;

  /** One customer's id, instead of a segment or a tier. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  /** The id of the customer that the page before ended with. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;

  @ApiPropertyOptional({ default: 200, maximum: MOST_STATES })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_STATES)
  limit: number = 200;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/members')
@Needs('states:read')
export class StatesController {
  constructor(
    private readonly reader: StateReader,
    private readonly rules: ScoringRules,
    private readonly time: ServiceTime,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('states')
  @Refuses()
  @ApiOperation({ summary: 'What a signal about each customer of a segment or a tier would carry now, by id' })
  @ApiOkResponse({ type: StatesView })
  async list(@Query() { segment, tier, customer, after = '', limit }: StatesQuery): Promise<CustomerStates> {
    const book = await this.rules.read();
    const now = (await this.time.read()).now || this.clock.now();
    if (customer !== undefined)
      return { items: await this.reader.statesOf([customer], book, now), next: null, total: null };
    if (segment !== undefined) return this.reader.page({ segment }, after, limit, book, now);
    if (tier !== undefined) return this.reader.page({ tier }, after, limit, book, now);
    throw Problem.invalid({ path: 'segment', code: 'missing', message: 'segment, tier or customer is needed' });
  }
}
