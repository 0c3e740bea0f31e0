// Campaigns: create, change, start, pause and end them, and read their results.
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from '@sinclair/typebox';
import { type CampaignTerms, Invalid, slugFault } from '@segue/contracts';
import { Problem, Refuses, Needs, versionIn } from '@segue/service';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Renderer } from '../content/renderer';
import { DecisionReader } from '../decisions/decision.reader';
import { checked, openApi } from '../schema.body';
import { CampaignRules, SegmentDeleted, StateRefused } from './campaign.rules';
import {
  CampaignView,
  JourneyCountsView,
  ResultsView,
  SaveQuery,
  SavedView,
  StateBody,
  type WaitingAt,
  waitingAt,
} from './campaigns.views';
import { type Campaign, CampaignDraft, draftFault } from './domain/campaign';
import type { JourneyCounts } from './domain/counts';
import { segmentsIn } from './domain/subscription';
import { segmentFault } from './domain/trigger-faults';
import { faultIn, segmentsNamed } from './draft.checks';

/** Scoring publishes a segment before it answers the edit; it is read within milliseconds. */
const READ_WITHIN_MS = 3_000;
const LOOK_AGAIN_MS = 50;

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/campaigns')
@Needs('campaigns:read')
export class CampaignsController {
  constructor(
    private readonly rules: CampaignRules,
    private readonly decisions: DecisionReader,
    private readonly renderer: Renderer,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All campaigns' })
  @ApiOkResponse(openApi(Type.Array(CampaignView)))
  list(): Promise<(Campaign & CampaignTerms)[]> {
    return this.rules.list();
  }

  @Get(':id')
  @ApiOperation({ summary: 'One campaign in its newest version' })
  @ApiOkResponse(openApi(CampaignView))
  async show(@Param('id') id: string): Promise<Campaign> {
    return found(await this.rules.find(id));
  }

  @Put(':id')
  @Refuses(409)
  @Needs('campaigns:write')
  @ApiOperation({ summary: 'Create or change a campaign; `if-match` is the version that was edited (0 for a new one)' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for a new campaign' })
  @ApiBody(openApi(CampaignDraft))
  @ApiOkResponse(openApi(SavedView))
  async save(
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() { underWay = 'finish' }: SaveQuery,
    @Headers('if-match') edited?: string,
  ): Promise<Campaign & { waiting: WaitingAt[] }> {
    const idFault = slugFault(id) ?? reservedFault(id);
    if (idFault) throw Problem.invalid(idFault);
    const draft = checked<typeof CampaignDraft>(body, draftFault);
    const before = await this.rules.find(id);
    const fault = (await faultIn(draft, this.renderer)) ?? (await this.segmentFault(draft, before));
    if (fault) throw Problem.invalid(fault);
    const expected = versionIn(edited) ?? before?.version ?? 0;
    const saved = await this.rules.save(id, draft, expected, underWay === 'move').catch(refuseDeleted);
    if (!saved) throw Problem.conflict('version', 'changed by someone else; reload and retry');
    return { ...saved, waiting: waitingAt(await this.rules.counts(id)) };
  }

  @Post(':id/state')
  @Refuses(404, 409)
  @HttpCode(200)
  @Needs('campaigns:write')
  @ApiOperation({ summary: 'Start, pause, resume or end a campaign' })
  @ApiOkResponse(openApi(CampaignView))
  async setState(@Param('id') id: string, @Body() { state }: StateBody): Promise<Campaign> {
    return found(await this.rules.setState(id, state).catch(refuseState));
  }

  @Get(':id/results')
  @ApiOperation({ summary: 'How its decisions ended, by reason' })
  @ApiOkResponse({ type: ResultsView })
  async results(@Param('id') id: string): Promise<ResultsView> {
    found(await this.rules.find(id));
    const [results, waiting] = await Promise.all([this.decisions.results(id), this.decisions.waiting(id)]);
    return { results, waiting };
  }

  @Get(':id/steps')
  @ApiOperation({
    summary: 'How many customers entered each step, wait there and left it by which way, and how enrolments ended',
  })
  @ApiOkResponse(openApi(JourneyCountsView))
  async steps(@Param('id') id: string): Promise<JourneyCounts> {
    found(await this.rules.find(id));
    return this.rules.counts(id);
  }

  /** A segment that was made a moment ago may not be read here yet: it is waited for. */
  private async segmentFault(draft: CampaignDraft, before: Campaign | null): Promise<Invalid | null> {
    const known = before ? segmentsIn(before) : [];
    const added = segmentsNamed(draft).filter(({ segment }) => !known.includes(segment));
    if (added.length === 0) return null;
    const until = performance.now() + READ_WITHIN_MS;
    for (;;) {
      const isLast = !(await this.rules.areSegmentsUnread()) || performance.now() > until;
      const present = await this.rules.segments();
      const faults = added.flatMap(({ segment, path }) => segmentFault(segment, present, path) ?? []);
      if (faults.length === 0 || isLast) return faults[0] ?? null;
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

/** `GET /api/campaigns/stop-all` is a route of its own. */
const reservedFault = (id: string): Invalid | null =>
  id === 'stop-all' ? new Invalid('id', 'id', 'must be another name than stop-all') : null;

function found<T>(one: T | null): T {
  if (one === null) throw Problem.notFound();
  return one;
}

function refuseState(error: unknown): never {
  if (error instanceof StateRefused) throw Problem.conflict('state', error.message);
  return refuseDeleted(error);
}

function refuseDeleted(error: unknown): never {
  if (!(error instanceof SegmentDeleted)) throw error;
  throw Problem.invalid({ path: 'trigger.segment', code: 'segment_unknown', message: error.message });
}
