// Campaigns as marketers manage them, the limits over all of them, and the ledger of decisions.
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { Invalid } from '@segue/contracts';
import { CustomerLookup, PageQuery, Problem, Refuses, Roles, decodeCursor, iso, page, versionIn } from '@segue/service';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { CampaignRules } from './campaign.rules';
import { DecisionReader, type DecisionRow } from '../decisions/decision.reader';
import {
  type Campaign,
  CampaignDraft,
  type CampaignState,
  draftFault,
  segmentFault,
  tierFault,
  segmentOf,
} from './domain/campaign';
import { marksFault } from '../content/domain/content';
import { Limits, limitsFault } from '../limits/domain/restraint';
import { Renderer } from '../content/renderer';
import { SegmentDirectory } from './segment.directory';

const STATES = ['draft', 'running', 'paused', 'ended'] as const;
/**
 * From which state one may come to which. An ended campaign stays ended: its customers were told
 * so.
 */
const MOVES: Record<CampaignState, readonly CampaignState[]> = {
  draft: ['running', 'ended'],
  running: ['paused', 'ended'],
  paused: ['running', 'ended'],
  ended: [],
};

export class StateBody {
  @ApiProperty({ enum: STATES })
  @IsIn(STATES)
  state!: CampaignState;
}

export class DecisionsQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  customer?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  campaign?: string;

  @ApiPropertyOptional({ enum: ['sent', 'held', 'deferred'] })
  @IsOptional()
  @IsIn(['sent', 'held', 'deferred'])
  outcome?: string;
}

export class CheckView {
  @ApiProperty() check!: string;
  @ApiProperty() passed!: boolean;
  @ApiProperty({ type: Object, additionalProperties: true }) detail!: Record<string, unknown>;
}

export class DeliveryEndView {
  @ApiProperty({ enum: ['sent', 'failed', 'held', 'indeterminate'] }) status!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class EndedByView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['sent', 'held', 'deferred'] }) outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
}

export class DecisionView {
  @ApiProperty() id!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() campaignVersion!: number;
  @ApiProperty() step!: string;
  @ApiProperty({ enum: ['sent', 'held', 'deferred'] }) outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: [CheckView], description: 'in the order in which they were looked at' }) checks!: CheckView[];
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description:
      'the signal: id, kind, subject, from, to, because; for an order its touchpoint, and because is the order: id, amount, total (minor units), currency, refund',
  })
  cause!: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) dueAt!: string | null;
  @ApiProperty({ type: DeliveryEndView, nullable: true, description: 'how the message ended; null until it is known' })
  delivery!: DeliveryEndView | null;
  @ApiProperty({ type: String, nullable: true, description: 'id of the decision that put this one off' })
  waitedFrom!: string | null;
  @ApiProperty({ type: EndedByView, nullable: true, description: 'how the wait ended; null while it lasts' })
  endedBy!: EndedByView | null;
  @ApiProperty({
    type: Object,
    nullable: true,
    additionalProperties: true,
    description: 'channel, subject and body of what was sent',
  })
  content!: { channel: string; subject: string; body: string } | null;
}

export class DecisionPage {
  @ApiProperty({ type: [DecisionView] }) items!: DecisionView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ResultView {
  @ApiProperty() outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty() customers!: number;
  @ApiProperty() decisions!: number;
}

export class ResultsView {
  @ApiProperty({ type: [ResultView] }) results!: ResultView[];
  @ApiProperty({ description: 'waiting for the end of quiet hours' }) waiting!: number;
}

const PausedBecauseView = Type.Object({
  reason: Type.Literal('content'),
  error: Type.String({ description: 'time, memory, size, template, render or other' }),
  field: Type.Union([Type.Literal('subject'), Type.Literal('body'), Type.Null()]),
  line: Type.Union([Type.Integer(), Type.Null()]),
  column: Type.Union([Type.Integer(), Type.Null()]),
});

/** As it is stored: the draft and what comes with it. */
const CampaignView = Type.Composite(
  [
    Type.Object({
      id: Type.String(),
      version: Type.Integer({ description: 'for `if-match`' }),
      state: Type.Union(STATES.map((state) => Type.Literal(state))),
      pausedBecause: Type.Union([PausedBecauseView, Type.Null()], {
        description: 'why it paused by itself: it had no words for several customers in a row',
      }),
    }),
    CampaignDraft,
  ],
  { additionalProperties: false },
);

const openApi = (schema: TSchema) => ({ schema: JSON.parse(JSON.stringify(schema)) as Record<string, unknown> });

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/campaigns')
@Roles('marketer', 'analyst', 'ops')
export class CampaignsController {
  constructor(
    private readonly rules: CampaignRules,
    private readonly decisions: DecisionReader,
    private readonly segments: SegmentDirectory,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All campaigns' })
  @ApiOkResponse(openApi(Type.Array(CampaignView)))
  list(): Promise<Campaign[]> {
    return this.rules.list();
  }

  @Get(':id')
  @ApiOperation({ summary: 'One campaign in its newest version' })
  @ApiOkResponse(openApi(CampaignView))
  async show(@Param('id') id: string): Promise<Campaign> {
    return found(await this.rules.find(id));
  }

  @Put(':id')
  @Refuses(409, 503)
  @Roles('marketer')
  @ApiOperation({ summary: 'Create or change a campaign; `if-match` is the version that was edited (0 for a new one)' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for a new campaign' })
  @ApiBody(openApi(CampaignDraft))
  @ApiOkResponse(openApi(CampaignView))
  async save(@Param('id') id: string, @Body() body: unknown, @Headers('if-match') edited?: string): Promise<Campaign> {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
      throw Problem.invalid({ path: 'id', code: 'id', message: 'lower case letters, digits and dashes, at most 64' });
    }
    const draft = checked<typeof CampaignDraft>(body, draftFault);
    const present = await this.rules.find(id);
    const fault =
      marksFault(draft.content) ??
      (await this.renderer.check(draft.content)) ??
      tierFault(draft.trigger) ??
      (await this.triggerFault(draft, present));
    if (fault) throw Problem.invalid(fault);
    const expected = versionIn(edited) ?? present?.version ?? 0;
    const saved = await this.rules.save(id, draft, expected);
    if (!saved) throw Problem.conflict('version', 'somebody else changed this campaign: load it again');
    return saved;
  }

  @Post(':id/state')
  @Refuses(404, 409)
  @HttpCode(200)
  @Roles('marketer')
  @ApiOperation({ summary: 'Start, pause, resume or end a campaign' })
  @ApiOkResponse(openApi(CampaignView))
  async setState(@Param('id') id: string, @Body() { state }: StateBody): Promise<Campaign> {
    const present = found(await this.rules.find(id));
    if (present.state !== state && !MOVES[present.state].includes(state)) {
      throw Problem.conflict('state', `a campaign that is ${present.state} cannot become ${state}`);
    }
    return found(await this.rules.setState(id, state));
  }

  @Get(':id/results')
  @ApiOperation({ summary: 'How its decisions ended, by reason' })
  @ApiOkResponse({ type: ResultsView })
  async results(@Param('id') id: string): Promise<ResultsView> {
    found(await this.rules.find(id));
    const [results, waiting] = await Promise.all([this.decisions.results(id), this.decisions.waiting(id)]);
    return { results, waiting };
  }

  /** Scoring is asked only about what is new: words can be mended while it is down. */
  private async triggerFault({ trigger }: CampaignDraft, present: Campaign | null): Promise<Invalid | null> {
    const segment = segmentOf(trigger);
    if (segment === null || (present && segmentOf(present.trigger) === segment)) return null;
    return segmentFault(trigger, await this.segments.ids());
  }
}

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/limits')
@Roles('marketer', 'analyst', 'ops')
export class LimitsController {
  constructor(private readonly rules: CampaignRules) {}

  @Get()
  @ApiOperation({ summary: 'Caps, quiet hours and the global control group' })
  @ApiOkResponse(openApi(Limits))
  show(): Promise<Limits> {
    return this.rules.limits();
  }

  @Put()
  @Roles('marketer')
  @ApiBody(openApi(Limits))
  @ApiOkResponse(openApi(Limits))
  async save(@Body() body: unknown): Promise<Limits> {
    const limits = checked<typeof Limits>(body, limitsFault);
    await this.rules.setLimits(limits);
    return limits;
  }
}

@ApiTags('decisions')
@ApiBearerAuth()
@Controller('api/decisions')
@Roles('marketer', 'analyst', 'associate', 'ops')
export class DecisionsController {
  constructor(
    private readonly decisions: DecisionReader,
    private readonly customers: CustomerLookup,
  ) {}

  @Get()
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Decisions, sent and held back, newest first' })
  @ApiOkResponse({ type: DecisionPage })
  async list(@Query() { customer, campaign, outcome, cursor, limit }: DecisionsQuery): Promise<DecisionPage> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const customers = customer === undefined ? undefined : await this.customers.idsOf(customer);
    const rows = await this.decisions.list({ customers, campaign, outcome }, before, limit + 1);
    const { items, next } = page(rows, limit, (row) => [row.number]);
    return { items: items.map(decisionView), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One decision with its whole chain' })
  @ApiOkResponse({ type: DecisionView })
  async show(@Param('id') id: string): Promise<DecisionView> {
    return decisionView(found(await this.decisions.find(id)));
  }
}

function decisionView({ decision, action, delivery, waitedFrom, endedBy }: DecisionRow): DecisionView {
  return {
    ...decision,
    occurredAt: iso(decision.occurredAt),
    decidedAt: iso(decision.decidedAt),
    dueAt: iso(decision.dueAt),
    delivery: delivery && { ...delivery, at: iso(delivery.at) },
    waitedFrom,
    endedBy: endedBy && { ...endedBy, decidedAt: iso(endedBy.decidedAt) },
    content: action && { channel: action.channel, subject: action.content.subject, body: action.content.body },
  };
}

function found<T>(one: T | null): T {
  if (one === null) throw Problem.notFound();
  return one;
}

function checked<S extends TSchema>(body: unknown, faultOf: (body: unknown) => Invalid | null): Static<S> {
  const fault = faultOf(body);
  if (fault) throw Problem.invalid(fault);
  return body as Static<S>;
}
