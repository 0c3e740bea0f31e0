// Segments, tiers, settings and standings as marketers and programs manage and read them.
import { type TSchema, Type } from '@sinclair/typebox';
import { checkOf, instantIn } from '@segue/contracts';
import { type Fault, type Rule, isBounded, validate } from '@segue/rules';
import {
  CLOCK,
  type Clock,
  Breather,
  CustomerLookup,
  Gate,
  PageQuery,
  Problem,
  Refuses,
  Roles,
  ServiceTime,
  decodeCursor,
  page,
  iso,
  versionIn,
} from '@segue/service';
import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { Backfill } from './rulebook/backfill';
import { CampaignDirectory } from './segments/campaign.directory';
import type { Settings } from './rulebook/domain/rulebook';
import {
  ScoringRules,
  EditedMeanwhile,
  SegmentCircle,
  SegmentInUse,
  type SettingKind,
  TooManySegments,
  UnknownNames,
  assertNames,
} from './rulebook/rulebook.store';
import { RfmEdgesTaker } from './settings/rfm.edges';
import { Matches } from './standings/matches';
import {
  FIRST_MEMBER,
  type MemberFilter,
  type MemberOrder,
  type MemberPlace,
  StandingReader,
} from './standings/standing.reader';
import {
  BrandView,
  CountView,
  CurveView,
  DraftBody,
  FlowView,
  MemberPage,
  MembersView,
  SegmentBody,
  SegmentView,
  SettingsView,
  StandingView,
  StartedJobView,
  TierCountsView,
  TiersPreviewView,
  TransitionPage,
  TransitionView,
  UpcomingView,
  curveView,
  nextChangeView,
  standingView,
  transitionView,
} from './scoring.views';

const SEGMENT_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const KINDS = ['economics', 'value', 'rfm', 'model'] as const;

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Sums of it stay exact. */
const Cost = Type.Integer({ minimum: 0, maximum: 1e12 });
/**
 * Shapes of distributions. Fits to real populations have come out at 65; far beyond these ranges
 * the sums of the models lose all digits.
 */
const Shape = Type.Number({ minimum: 0.001, maximum: 1_000 });
const Scale = Type.Number({ minimum: 0.001, maximum: 1e4 });
const Dropout = Type.Object({ r: Shape, alpha: Scale, a: Shape, b: Shape }, closed);
/** Of five scores: the names are for these. */
const Edges = Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'none below the one before' });
const SETTING_SHAPES: Record<SettingKind, TSchema> = {
  economics: Type.Object({ marginRate: Share, costPerOrder: Cost, costPerReturn: Cost, costPerContact: Cost }, closed),
  value: Type.Object({ a: Cost, b: Cost }, closed),
  rfm: Type.Object({ recency: Edges, frequency: Edges, monetary: Edges }, closed),
  model: Type.Object(
    {
      bgnbd: Dropout,
      mbgnbd: Dropout,
      gammaGamma: Type.Object(
        {
          p: Shape,
          q: Type.Number({ minimum: 1.001, maximum: 1_000 }),
          gamma: Type.Number({ minimum: 0.001, maximum: 1e9 }),
        },
        closed,
      ),
    },
    closed,
  ),
};
const SETTING_FAULTS = new Map(KINDS.map((kind) => [kind, checkOf(SETTING_SHAPES[kind])]));
/** In OpenAPI; money in minor units. */
const SETTING_BODY = {
  description: `by kind: ${KINDS.join(', ')}`,
  schema: { oneOf: JSON.parse(JSON.stringify(KINDS.map((kind) => SETTING_SHAPES[kind]))) as object[] },
};

/**
 * Limits concurrent previews. Each looks at as many customers as it has time for: more at once
 * would only be slower, and slow down everything else.
 */
const PREVIEWS = new Gate(2);
const busy = () => Problem.tooMany(1, 'previews_busy', 'other previews are under way');

export class TransitionsQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  customer?: string;

  /** A segment's id or a scheme. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(256)
  subject?: string;

  @ApiPropertyOptional({ enum: ['entered', 'left', 'tier', 'touchpoint', 'order', 'merged', 'split'] })
  @IsOptional()
  @IsIn(['entered', 'left', 'tier', 'touchpoint', 'order', 'merged', 'split'])
  kind?: string;
}

export class SinceQuery {
  /** Absent: the last seven days of the service's time. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'since must be an ISO 8601 time' })
  since?: number;
}

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class SegmentsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly reader: StandingReader,
    private readonly backfill: Backfill,
    private readonly campaigns: CampaignDirectory,
    private readonly time: ServiceTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All segments with how many customers they hold' })
  @ApiOkResponse({ type: [SegmentView] })
  async list(): Promise<SegmentView[]> {
    const [{ segments }, counts] = await Promise.all([this.rules.read(true), this.reader.segmentCounts()]);
    return segments.map((segment) => ({
      ...segment,
      customers: counts[segment.id] ?? 0,
      tooLarge: !isBounded(segment.rule),
    }));
  }

  @Get(':id')
  @ApiOkResponse({ type: SegmentView })
  async show(@Param('id') id: string): Promise<SegmentView> {
    const found = (await this.list()).find((segment) => segment.id === id);
    if (!found) throw Problem.notFound('segment_unknown', 'there is no such segment');
    return found;
  }

  @Put(':id')
  @Refuses(409)
  @Roles('marketer')
  @ApiOperation({ summary: 'Create or change a segment; every customer is judged anew in the background' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for a new segment' })
  @ApiOkResponse({ type: SegmentView })
  async save(
    @Param('id') id: string,
    @Body() { name, rule }: SegmentBody,
    @Headers('if-match') edited?: string,
  ): Promise<SegmentView> {
    if (!SEGMENT_ID.test(id))
      throw Problem.invalid({ path: 'id', code: 'id', message: 'lower case letters, digits and dashes, at most 64' });
    const valid = checkedRule(rule);
    const version = await this.rules.saveSegment({ id, name, rule: valid }, versionIn(edited)).catch(refuse);
    await this.backfill.start({ segment: id, version });
    return { id, name, rule: valid, version, customers: 0, tooLarge: false };
  }

  @Delete(':id')
  @Refuses(404, 409, 503)
  @HttpCode(204)
  @Roles('marketer')
  @ApiOperation({ summary: 'Delete a segment that no other segment and no campaign refers to' })
  async remove(@Param('id') id: string): Promise<void> {
    const campaigns = await this.campaigns.waitingFor(id);
    if (campaigns.length > 0) throw inUse(campaigns.map((campaign) => `the campaign ${campaign}`));
    const version = await this.rules.deleteSegment(id).catch(refuse);
    if (version === null) throw Problem.notFound('segment_unknown', 'there is no such segment');
    await this.backfill.start({ segment: id, version });
  }

  @Post('preview')
  @Refuses(429, 503)
  @HttpCode(200)
  @ApiOperation({ summary: 'How many customers a rule holds for now: exact, or an estimate with its error' })
  @ApiOkResponse({ type: CountView })
  async preview(@Body() { rule }: DraftBody): Promise<CountView> {
    const valid = checkedRule(rule);
    const book = await this.rules.read(true);
    asked(() => assertNames(valid, book.segments));
    const { now } = await this.time.read();
    return PREVIEWS.pass(() => this.reader.count(valid, book, now), busy);
  }

  @Get(':id/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('id') id: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.reader.members({ segment: id }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }
}

@ApiTags('tiers')
@ApiBearerAuth()
@Controller('api/tiers')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class TiersController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly reader: StandingReader,
    private readonly time: ServiceTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How many customers are in each value tier, and the cut-offs' })
  @ApiOkResponse({ type: TierCountsView })
  async counts(): Promise<TierCountsView> {
    const { now } = await this.time.read();
    const [{ settings }, tiers, overdue] = await Promise.all([
      this.rules.read(true),
      this.reader.tierCounts(),
      this.reader.overdue(now),
    ]);
    return { ...settings.value, tiers, overdue };
  }

  @Get('flow')
  @ApiOperation({ summary: 'Moves between value tiers' })
  @ApiOkResponse({ type: FlowView })
  async flow(@Query() { since }: SinceQuery): Promise<FlowView> {
    const { now } = await this.time.read();
    const from = since ?? now - 7 * 86_400_000;
    return { since: iso(from), moves: await this.reader.flow(from) };
  }

  @Get('upcoming')
  @ApiOperation({ summary: 'What changes next if nothing happens: who, and which tier or segment' })
  @ApiOkResponse({ type: [UpcomingView] })
  async upcoming(@Query() { limit }: PageQuery): Promise<UpcomingView[]> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const breather = new Breather();
    const views: UpcomingView[] = [];
    for (const { customer, at } of await this.reader.upcoming(now, limit)) {
      const [change] = (await this.reader.explain(customer, book, now))?.changes ?? [];
      views.push({ customer, at: iso(at), change: change ? nextChangeView(change) : null });
      await breather.breathe();
    }
    return views;
  }

  @Get(':tier/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('tier') tier: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.reader.members({ tier }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }

  @Post('preview')
  @Refuses(429)
  @HttpCode(200)
  @ApiOperation({ summary: 'How many customers other cut-offs would put into each tier' })
  @ApiOkResponse({ type: TiersPreviewView })
  async preview(@Body() body: unknown): Promise<TiersPreviewView> {
    const value = checkedSetting('value', body);
    const book = await this.rules.read();
    const { now } = await this.time.read();
    return PREVIEWS.pass(() => this.reader.tiersUnder({ ...book.settings, value }, book, now), busy);
  }
}

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/settings')
@Roles('marketer', 'analyst', 'ops')
export class SettingsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly backfill: Backfill,
    private readonly edges: RfmEdgesTaker,
    private readonly time: ServiceTime,
    private readonly brand: BrandView,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What customers are valued by: brand, economics, cut-offs, RFM edges, models, each with its version',
  })
  @ApiOkResponse({ type: SettingsView })
  async show(): Promise<SettingsView> {
    const [{ settings }, versions] = await Promise.all([this.rules.read(true), this.rules.settingVersions()]);
    const taken = versions.map(({ kind, version, takenAt }) => ({
      kind,
      version,
      takenAt: iso(takenAt),
    }));
    return { brand: this.brand, ...settings, versions: taken };
  }

  @Post('rfm/take')
  @HttpCode(202)
  @Roles('marketer')
  @ApiOperation({
    summary: 'Take the edges of RFM from the population as it stands now: a job; customers are judged anew after it',
  })
  @ApiAcceptedResponse({ type: StartedJobView })
  async takeEdges(): Promise<StartedJobView> {
    const { now } = await this.time.read();
    return { job: (await this.edges.start(now)).id };
  }

  @Put(':kind')
  @Refuses(404, 409)
  @Roles('marketer')
  @ApiOperation({ summary: 'Change one of them; every customer is judged anew in the background' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for what never was' })
  @ApiBody(SETTING_BODY)
  @ApiOkResponse({ type: SettingsView })
  async save(
    @Param('kind') kind: string,
    @Body() body: unknown,
    @Headers('if-match') edited?: string,
  ): Promise<SettingsView> {
    if (!isKind(kind)) throw Problem.notFound('setting_unknown', `one of ${KINDS.join(', ')}`);
    const version = await this.rules.saveSetting(kind, checkedSetting(kind, body), versionIn(edited)).catch(refuse);
    await this.backfill.start({ setting: kind, version });
    return this.show();
  }
}

const STANDINGS_AT_ONCE = 100;
/** Of one customer. */
const CHANGES_SHOWN = 20;

export class StandingsQuery {
  /** Ids, by comma. */
  @ApiProperty()
  @IsString()
  @MaxLength(10_000)
  customers!: string;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/standings')
@Roles('marketer', 'analyst', 'associate', 'ops')
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
  @ApiOperation({ summary: 'Where several customers stand, at most 100; who is not known is left out' })
  @ApiOkResponse({ type: [StandingView] })
  async list(@Query() { customers }: StandingsQuery): Promise<StandingView[]> {
    const book = await this.rules.read();
    const now = await this.now();
    const ids = [...new Set(customers.split(','))];
    if (ids.length > STANDINGS_AT_ONCE) {
      throw Problem.invalid({ path: 'customers', code: 'too_many', message: `at most ${STANDINGS_AT_ONCE} ids` });
    }
    const views: StandingView[] = [];
    const breather = new Breather();
    for (const id of ids) {
      const explained = await this.reader.explain(id, book, now);
      if (explained) views.push(standingView(explained, book));
      await breather.breathe();
    }
    return views;
  }

  @Get(':reference')
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Value, tiers and segments of a customer, why, and until when' })
  @ApiOkResponse({ type: StandingView })
  async show(@Param('reference') reference: string): Promise<StandingView> {
    const book = await this.rules.read();
    const id = await this.customers.idOf(reference);
    const explained = await this.reader.explain(id, book, await this.now(), CHANGES_SHOWN);
    if (!explained) throw Problem.notFound('customer_unknown', 'there is no such customer');
    return standingView(explained, book);
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

const ORDERS = ['next', 'tier'] as const;

export class MembersQuery extends PageQuery {
  /** What the customer is searched by, as in `/api/customers`. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tier?: string;

  /** A segment's id. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  segment?: string;

  @ApiPropertyOptional({ enum: ORDERS })
  @IsOptional()
  @IsIn(ORDERS)
  order?: MemberOrder;
}

@ApiTags('standings')
@ApiBearerAuth()
@Controller('api/members')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class MembersController {
  constructor(
    private readonly reader: StandingReader,
    private readonly matches: Matches,
  ) {}

  @Get()
  @Refuses(503)
  @ApiOperation({
    summary:
      'Customers, soonest next change first (`order=tier`: best value tier first), and how many there are; with `query` those that a search finds',
  })
  @ApiOkResponse({ type: MembersView })
  async list(@Query() { query, tier, segment, order = 'next', cursor, limit }: MembersQuery): Promise<MembersView> {
    const after = decodeCursor(cursor, FIRST_MEMBER);
    const filter = { tier, segment };
    const { places, total } = query?.trim()
      ? await this.reader.orderedAmong(this.matches.of(query), filter, order, after, limit + 1)
      : await this.all(filter, order, after, limit + 1);
    const { items, next } = page(places, limit, (place) => place);
    return { items: items.map(([, , customer]) => customer), next, total };
  }

  private async all(filter: MemberFilter, order: MemberOrder, after: MemberPlace, limit: number) {
    const [places, total] = await Promise.all([
      this.reader.ordered(filter, order, after, limit),
      this.reader.countOf(filter),
    ]);
    return { places, total };
  }
}

@ApiTags('transitions')
@ApiBearerAuth()
@Controller('api/transitions')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class TransitionsController {
  constructor(
    private readonly reader: StandingReader,
    private readonly customers: CustomerLookup,
  ) {}

  @Get(':id')
  @Refuses(404)
  @ApiOperation({ summary: 'One change by the id under which decisions name it, `customer:number`' })
  @ApiOkResponse({ type: TransitionView })
  async show(@Param('id') id: string): Promise<TransitionView> {
    const [, customer = '', number = ''] = /^(.*):(\d{1,15})$/.exec(id) ?? [];
    const row = customer === '' ? null : await this.reader.transition(customer, Number(number));
    if (!row) throw Problem.notFound('transition_unknown', 'there is no such transition');
    return transitionView(row);
  }

  @Get()
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Changes of tiers and segments with their causes, newest first' })
  @ApiOkResponse({ type: TransitionPage })
  async list(@Query() { customer, subject, kind, cursor, limit }: TransitionsQuery): Promise<TransitionPage> {
    const [at, id, number] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, '', 0]);
    const filter = {
      ...(customer !== undefined && { customers: await this.customers.idsOf(customer) }),
      ...(subject !== undefined && { subject }),
      ...(kind !== undefined && { kind }),
    };
    const rows = await this.reader.transitions(filter, [at, id, number], limit + 1);
    const { items, next } = page(rows, limit, (row) => [
      row.transition.occurredAt,
      row.customer,
      row.transition.number,
    ]);
    return { items: items.map(transitionView), next };
  }
}

function checkedRule(json: unknown): Rule {
  const faults = validate(json);
  if (faults.length > 0) throw badRule(faults);
  return json as Rule;
}

const badRule = (faults: readonly Fault[]) =>
  Problem.invalid(
    ...faults.map(({ path, message }) => ({ path: path ? `rule.${path}` : 'rule', code: 'rule', message })),
  );

function checkedSetting<K extends SettingKind>(kind: K, value: unknown): Settings[K] {
  const fault = SETTING_FAULTS.get(kind)?.(value);
  if (fault) throw Problem.invalid(fault);
  if (kind === 'rfm') assertRising(value as Settings['rfm']);
  return value as Settings[K];
}

function assertRising(edges: Settings['rfm']): void {
  const faults = Object.entries(edges).flatMap(([name, list]: [string, readonly number[]]) => {
    const low = list.findIndex((edge, place) => place > 0 && edge < (list[place - 1] as number));
    return low < 0 ? [] : [{ path: `${name}.${low}`, code: 'order', message: 'must not be below the edge before it' }];
  });
  if (faults.length > 0) throw Problem.invalid(...faults);
}

function asked(question: () => void): void {
  try {
    question();
  } catch (error) {
    refuse(error);
  }
}

function refuse(error: unknown): never {
  if (error instanceof UnknownNames) throw badRule(error.faults);
  if (error instanceof EditedMeanwhile)
    throw Problem.conflict('version', 'somebody else changed it since: load it again');
  if (error instanceof SegmentInUse) throw inUse(error.by.map((segment) => `the segment ${segment}`));
  if (error instanceof TooManySegments) throw Problem.conflict('too_many', error.message);
  if (!(error instanceof SegmentCircle)) throw error;
  throw Problem.invalid({
    path: 'rule',
    code: 'circle',
    message: `segments must not refer in a circle: ${error.message}`,
  });
}

const inUse = (by: readonly string[]) =>
  Problem.conflict('segment_in_use', `${by.join(', ')} refers to it: change that first`);

const isKind = (kind: string): kind is SettingKind => (KINDS as readonly string[]).includes(kind);
