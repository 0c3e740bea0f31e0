// Standings of one or several customers, and the curve of one.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock, CustomerLookup, Problem, Refuses, Needs, ServiceTime } from '@segue/service';
import { IsString, MaxLength } from 'class-validator';
import { ScoringRules } from '../rulebook/rulebook.store';
import { CurveView, curveView } from './curve.views';
import { StandingView, standingView } from './standings.views';
import { missingFor } from './domain/missing';
import { StandingReader } from './standing.reader';

const STANDINGS_AT_ONCE = 500;
/** Of one customer. */
const CHANGES_SHOWN = 20;

/** Characters of the list of ids. */
const MOST_LENGTH = 50_000;

export class StandingsQuery {
  /** Ids, by comma. */
  @ApiProperty()
  @IsString()
  @MaxLength(MOST_LENGTH)
  customers!: string;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/standings')
@Needs('standings:read')
export class StandingsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly reader: StandingReader,
    private readonly customers: CustomerLookup,
    private readonly time: ServiceTime,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Refuses()
  @ApiOperation({ summary: 'Where several customers stand, at most 500; unknown ids and repeats are left out' })
  @ApiOkResponse({ type: [StandingView] })
  async list(@Query() { customers }: StandingsQuery): Promise<StandingView[]> {
    const book = await this.rules.read();
    const now = await this.now();
    const ids = [...new Set(customers.split(','))];
    if (ids.length > STANDINGS_AT_ONCE) {
      throw Problem.invalid({ path: 'customers', code: 'too_many', message: `at most ${STANDINGS_AT_ONCE} ids` });
    }
    const explained = await this.reader.explainAll(ids, book, now);
    return explained.map((one) => standingView(one, book));
  }

  @Get(':reference')
  @Refuses(404, 503)
  @ApiOperation({
    summary: 'Value, tiers and segments of a customer, why, until when, and what keeps or betters the tier',
  })
  @ApiOkResponse({ type: StandingView })
  async show(@Param('reference') reference: string): Promise<StandingView> {
    const book = await this.rules.read();
    const id = await this.customers.idOf(reference);
    const explained = await this.reader.explain(id, book, await this.now(), CHANGES_SHOWN);
    if (!explained) throw Problem.notFound('customer_unknown', 'there is no such customer');
    return standingView(explained, book, missingFor(explained.view, book));
  }

  @Get(':reference/curve')
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Value and P(alive) week by week, and on to the horizon if nothing is bought' })
  @ApiOkResponse({ type: CurveView })
  async curve(@Param('reference') reference: string): Promise<CurveView> {
    const book = await this.rules.read();
    const now = await this.now();
    const points = await this.reader.curve(await this.customers.idOf(reference), book, now);
    if (!points) throw Problem.notFound('customer_unknown', 'there is no such customer');
    return curveView(points, now, book);
  }

  /** As far as timers have come; before the first look at the input, the wall clock. */
  private async now(): Promise<number> {
    return (await this.time.read()).now || this.clock.now();
  }
}
