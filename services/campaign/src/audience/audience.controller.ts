// Previews of a campaign that change nothing: the customers that it would reach, and what one
// customer would get.
import { type Invalid, instantIn } from '@segue/contracts';
import { Gate, Needs, Problem, Refuses, iso } from '@segue/service';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { marksFault } from '../content/domain/content';
import type { Renderer } from '../content/renderer';
import { CampaignRules } from '../journeys/campaign.rules';
import type { Campaign, CampaignDraft } from '../journeys/domain/campaign';
import { checked, openApi } from '../schema.body';
import { Audience } from './audience';
import { PREVIEW_RENDERER } from './preview.renderer';
import {
  AudienceBody,
  AudienceView,
  RehearsalBody,
  RehearsalView,
  audienceFault,
  audienceView,
  rehearsalFault,
} from './audience.views';

/** Concurrent previews: more at once would only slow down decisions. */
const PREVIEWS = new Gate(2);
const busy = () => Problem.tooMany(1, 'previews_busy', 'other previews are under way');

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/campaigns')
@Needs('campaigns:read')
export class AudienceController {
  constructor(
    private readonly audience: Audience,
    private readonly rules: CampaignRules,
    @Inject(PREVIEW_RENDERER) private readonly renderer: Pick<Renderer, 'check'>,
  ) {}

  @Post(':id/audience')
  @Refuses(404, 429, 503)
  @HttpCode(200)
  @ApiOperation({
    summary:
      'How many customers would receive the campaign now and which check holds back the others, in portions of 200 by id: ask again with `next` as `after` until it is null',
  })
  @ApiBody(openApi(AudienceBody))
  @ApiOkResponse({ type: AudienceView })
  async waterfall(@Param('id') id: string, @Body() body: unknown): Promise<AudienceView> {
    const { draft, after = '' } = checked<typeof AudienceBody>(body, audienceFault);
    const campaign = await this.campaignOf(id, draft);
    return audienceView(await PREVIEWS.pass(() => this.audience.portion(campaign, after), busy));
  }

  @Post(':id/rehearsal')
  @Refuses(404, 429, 503)
  @HttpCode(200)
  @ApiOperation({ summary: 'What the campaign would do for one customer, check by check, and the message' })
  @ApiBody(openApi(RehearsalBody))
  @ApiOkResponse({ type: RehearsalView })
  async rehearsal(@Param('id') id: string, @Body() body: unknown): Promise<RehearsalView> {
    const { draft, customer, at: text } = checked<typeof RehearsalBody>(body, rehearsalFault);
    const at = text === undefined ? undefined : instantIn(text);
    if (at === null) throw Problem.invalid({ path: 'at', code: 'instant', message: 'must be an ISO 8601 time' });
    const campaign = await this.campaignOf(id, draft);
    return PREVIEWS.pass(() => this.rehearsed(campaign, draft, customer, at), busy);
  }

  private async rehearsed(
    campaign: Campaign,
    draft: CampaignDraft | undefined,
    customer: string,
    at: number | undefined,
  ): Promise<RehearsalView> {
    const fault = marksFault(campaign.content) ?? (await this.renderer.check(campaign.content));
    if (fault) throw Problem.invalid(underDraft(fault, draft));
    const { message, rendering, dueAt, at: now, ...rest } = await this.audience.rehearse(campaign, customer, at);
    const failure = 'failure' in message ? message.failure : null;
    return {
      ...rest,
      dueAt: iso(dueAt),
      message: 'failure' in message ? null : { ...message, format: rendering.format },
      fault: failure,
      at: iso(now),
    };
  }

  /** Returns the campaign as it is stored, or as the draft would make it. */
  private async campaignOf(id: string, draft: CampaignDraft | undefined): Promise<Campaign> {
    const stored = await this.rules.find(id);
    if (draft === undefined && stored === null) throw Problem.notFound();
    const { version = 1, state = 'draft' } = stored ?? {};
    return { ...((draft ?? stored) as CampaignDraft), id, version, state, pausedBecause: null };
  }
}

const underDraft = (fault: Invalid, draft: unknown) =>
  draft === undefined ? fault : { ...fault, code: fault.code, message: fault.message, path: `draft.${fault.path}` };
