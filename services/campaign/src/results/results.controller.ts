// What campaigns did: numbers of the last days, and whether each of them helped.
import { CLOCK, type Clock, DB, Needs, Problem, ServiceTime, iso } from '@segue/service';
import type { Db } from '@segue/store';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { quietIn } from '../journeys/enrolment.store';
import { CampaignRules } from '../journeys/campaign.rules';
import type { Campaign } from '../journeys/domain/campaign';
import { countsSince } from './count.store';
import { type Effect, type Group, type Groups, WINDOW_DAYS, effectOf, liftOf } from './domain/effect';
import { EffectView, SummaryView } from './results.views';
import { TrialStore } from './trial.store';

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 7;
/**
 * A comparison reads the orders of its campaign: it is kept for this many times as long as it took,
 * and for KEPT_MS at least, so that looks at it take at most a hundredth of the time.
 */
const KEPT_TIMES = 100;
const KEPT_MS = 2_000;

interface Kept {
  /** By the wall clock of the process, milliseconds; Infinity while it is made. */
  until: number;
  version: number;
  found: Promise<{ groups: Groups | null; effect: Effect | null }>;
}

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api')
@Needs('campaigns:read')
export class CampaignResultsController {
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly trials: TrialStore,
    private readonly rules: CampaignRules,
    private readonly time: ServiceTime,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('results')
  @ApiOperation({ summary: 'For each campaign what was sent and held back in 7 days, and whether it helped' })
  @ApiOkResponse({ type: [SummaryView] })
  async summaries(): Promise<SummaryView[]> {
    const now = await this.now();
    const [campaigns, counts] = await Promise.all([
      this.rules.list(),
      countsSince(this.db, Math.floor(now / DAY_MS) - SHOWN_DAYS + 1, null),
    ]);
    return Promise.all(
      campaigns.map(async (campaign) => {
        const own = counts.filter((one) => one.campaign === campaign.id);
        const sum = (outcome: string) =>
          own.reduce((all, one) => (one.outcome === outcome ? all + one.decisions : all), 0);
        const { effect } = await this.effectOf(campaign, now);
        const { kind } = effect?.orders.verdict ?? { kind: null };
        return {
          campaign: campaign.id,
          ...{ sent: sum('sent'), held: sum('held') },
          ...{ verdict: kind, sentence: effect?.orders.sentence ?? null },
          lift: effect && liftOf(effect.orders.verdict),
        };
      }),
    );
  }

  @Get('campaigns/:id/effect')
  @ApiOperation({
    summary: `Whether a campaign helped: both groups with their orders within ${WINDOW_DAYS} days, the comparison, and decisions by reason`,
  })
  @ApiOkResponse({ type: EffectView })
  async effect(@Param('id') id: string): Promise<EffectView> {
    const campaign = await this.rules.find(id);
    if (campaign === null) throw Problem.notFound();
    const now = await this.now();
    const [{ groups, effect }, reasons, waiting] = await Promise.all([
      this.effectOf(campaign, now),
      countsSince(this.db, 0, id),
      quietIn(this.db, id),
    ]);
    return {
      windowDays: WINDOW_DAYS,
      groups: groups && { treated: shown(groups.treated), control: shown(groups.control) },
      since: iso(groups?.since ?? null),
      verdict: effect?.orders.verdict.kind ?? null,
      sentence: effect?.orders.sentence ?? null,
      lift: effect && liftOf(effect.orders.verdict),
      revenueSentence: effect?.revenue.sentence ?? null,
      expected: effect ? [...effect.expected] : null,
      p: effect?.p ?? null,
      reasons: reasons
        .filter(({ outcome }) => outcome !== 'deferred')
        .map(({ outcome, reason, decisions }) => ({ outcome, reason, decisions })),
      waiting,
    };
  }

  private effectOf({ id, control, version }: Campaign, now: number): Kept['found'] {
    const known = this.kept.get(id);
    if (known?.version === version && performance.now() < known.until) return known.found;
    const began = performance.now();
    const made: Kept = { until: Infinity, version, found: this.compared(id, control, now) };
    this.kept.set(id, made);
    made.found.then(
      () => (made.until = performance.now() + Math.max(KEPT_MS, KEPT_TIMES * (performance.now() - began))),
      () => this.kept.delete(id),
    );
    return made.found;
  }

  private async compared(id: string, control: number, now: number): Promise<Awaited<Kept['found']>> {
    const groups = await this.trials.groups(id);
    return { groups, effect: groups && effectOf(groups, control, now) };
  }

  private async now(): Promise<number> {
    return (await this.time.read()).now || this.clock.now();
  }
}

const shown = ({ squares: _, ...group }: Group): Omit<Group, 'squares'> => group;
