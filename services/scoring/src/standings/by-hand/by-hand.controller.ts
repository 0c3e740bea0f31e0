// Value tiers given by hand, with a reason and an end.
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { instantIn, strongest } from '@segue/contracts';
import {
  CLOCK,
  type Clock,
  CurrentPrincipal,
  CustomerLookup,
  IsVisible,
  Needs,
  type Principal,
  Problem,
  Refuses,
  ServiceTime,
  iso,
} from '@segue/service';
import { VALUE_TIERS, type ValueTier } from '@segue/valuation';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsString, Length } from 'class-validator';
import type { TierByHand } from '../../score/domain/by-hand';
import { scoreByHand } from '../../score/domain/score';
import { Scorer } from '../../score/scorer';
import { ByHandStore, type GivenTier } from './by-hand.store';
import { OwnerReader } from '../owner.reader';
import { StandingReader } from '../standing.reader';
import { ScoringRules } from '../../rulebook/rulebook.store';

const YEARS_AHEAD_MS = 5 * 366 * 86_400_000;
const SHOWN = 100;

export class TierByHandBody {
  @ApiProperty({ enum: VALUE_TIERS })
  @IsIn(VALUE_TIERS)
  tier!: ValueTier;

  @ApiProperty({ minLength: 1, maxLength: 300 })
  @IsString()
  @Length(1, 300)
  @IsVisible()
  reason!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'within five years' })
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'until must be an ISO 8601 time' })
  until!: number;
}

export class GivenTierView {
  @ApiProperty({ type: String, nullable: true, description: 'null: taken back' }) tier!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) until!: string | null;
  @ApiProperty({ description: 'the user' }) by!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/standings')
@Needs('standings:read')
export class ByHandController {
  constructor(
    private readonly log: ByHandStore,
    private readonly scorer: Scorer,
    private readonly reader: StandingReader,
    private readonly rules: ScoringRules,
    private readonly owners: OwnerReader,
    private readonly customers: CustomerLookup,
    private readonly time: ServiceTime,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':reference/tier')
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Value tiers given by hand and taken back, newest first, the latest hundred' })
  @ApiOkResponse({ type: [GivenTierView] })
  async list(@Param('reference') reference: string): Promise<GivenTierView[]> {
    const given = await this.log.list(await this.customers.idsOf(reference), SHOWN);
    return given.map(({ until, at, ...rest }: GivenTier) => ({ ...rest, until: iso(until), at: iso(at) }));
  }

  @Put(':reference/tier')
  @Refuses(404, 409, 503)
  @HttpCode(204)
  @Needs('tiers:write')
  @ApiOperation({ summary: 'Give a value tier by hand until an instant; the scheme decides again after it' })
  async give(
    @Param('reference') reference: string,
    @Body() { tier, reason, until }: TierByHandBody,
    @CurrentPrincipal() { subject: by }: Principal,
  ): Promise<void> {
    const at = await this.now();
    if (until <= at || until > at + YEARS_AHEAD_MS)
      throw Problem.invalid({ path: 'until', code: 'range', message: 'must be ahead, within five years' });
    await this.change(reference, { tier, reason: reason.trim(), until, by, at }, { tier, reason, until, by, at });
  }

  @Delete(':reference/tier')
  @Refuses(404, 409, 503)
  @HttpCode(204)
  @Needs('tiers:write')
  @ApiOperation({ summary: 'Take back a value tier that was given by hand' })
  async take(@Param('reference') reference: string, @CurrentPrincipal() { subject: by }: Principal): Promise<void> {
    await this.change(reference, null, { tier: null, reason: null, until: null, by, at: await this.now() });
  }

  private async change(reference: string, byHand: TierByHand | null, given: GivenTier): Promise<void> {
    const book = await this.rules.read();
    const found = await this.reader.explain(await this.customers.idOf(reference), book, given.at);
    if (!found) throw Problem.notFound('customer_unknown', 'there is no such customer');
    const { customer } = found;
    const identities = (await this.owners.identitiesOf([customer])).get(customer) ?? [];
    if (identities.length === 0) throw mergedMeanwhile();
    const wall = this.clock.now();
    const to = strongest(identities);
    await this.scorer.change(
      [customer],
      (known, present) =>
        scoreByHand(known, { to, byHand, at: given.at }, present, { now: given.at, historyUntil: 0, wall }),
      async (tx, there) => {
        if (!there.includes(customer)) throw mergedMeanwhile();
        await this.log.add(tx, customer, given);
      },
    );
  }

  /** As far as timers have come; before the first look at the input, the wall clock. */
  private async now(): Promise<number> {
    return (await this.time.read()).now || this.clock.now();
  }
}

const mergedMeanwhile = () => Problem.conflict('version', 'the customer was merged meanwhile; retry');
