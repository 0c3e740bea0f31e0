// Previews of a campaign: the waterfall of its audience, and the rehearsal for one customer.
import { type CustomerState, customerStates } from '@segue/contracts';
import { type Clock, CustomerLookup, Problem, type ServiceClient, type ServiceTime, inSlices } from '@segue/service';
import type { Rendered, RenderResult } from '../content/domain/content';
import type { Renderer } from '../content/renderer';
import type { Campaign } from '../journeys/domain/campaign';
import type { CampaignRules } from '../journeys/campaign.rules';
import type { AudienceReader } from './audience.reader';
import { type Given, firstMessageOf, reachedBy } from './domain/candidate';
import { type Rehearsal, rehearse } from './domain/rehearsal';
import { type Waterfall, waterfallOf } from './domain/waterfall';

/** Customers of one request to scoring, and of one answer. */
const PORTION = 200;

export interface Portion extends Waterfall {
  /** Number of customers of the audience; null but for the first portion. */
  total: number | null;
  /** Where the next portion begins; null after the last. */
  next: string | null;
  /** The instant of the decisions, UTC milliseconds. */
  at: number;
}

export class Audience {
  constructor(
    private readonly scoring: Pick<ServiceClient, 'read'>,
    private readonly customers: Pick<CustomerLookup, 'idOf'>,
    private readonly reader: AudienceReader,
    private readonly rules: CampaignRules,
    private readonly renderer: Pick<Renderer, 'render'>,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  /**
   * Decides about the next portion of the customers that the campaign would reach now.
   * @throws {Problem} 400 where its trigger names no customers or its first message depends on the
   * customer's way, 503 when scoring cannot be asked.
   */
  async portion(wanted: Campaign, after: string): Promise<Portion> {
    const [reached, campaign] = [reachedBy(wanted.trigger), firstMessageOf(wanted)];
    if (campaign === null)
      throw Problem.badRequest('no_audience', 'which message is first depends on the way of each customer');
    if (reached === null)
      throw Problem.badRequest('no_audience', 'only segments and single value tiers are counted in advance');
    const asked = new URLSearchParams({ ...reached, after, limit: String(PORTION) });
    const { items, next, total } = await this.states(asked);
    const given = await this.given();
    const remembered = await this.reader.of(items, campaign);
    const waterfall = await inSlices(waterfallOf(items, campaign, remembered, given));
    return { ...waterfall, total, next, at: given.now };
  }

  /**
   * Resolves with what the campaign would do for a customer at an instant (default: now), and the
   * first message, which is rendered even where a check holds it back.
   * @throws {Problem} 404 for an unknown customer, 503 when another service cannot be asked.
   */
  async rehearse(
    wanted: Campaign,
    reference: string,
    at: number | undefined,
  ): Promise<Rehearsal & { at: number; message: RenderResult }> {
    const customer = await this.customers.idOf(reference);
    const { items } = await this.states(new URLSearchParams({ customer }));
    const [candidate] = items;
    if (!candidate) throw Problem.notFound('customer_unknown', 'there is no such customer');
    const campaign = firstMessageOf(wanted) ?? wanted;
    const given = await this.given(at);
    const rehearsal = rehearse(candidate, campaign, await this.reader.of([candidate], campaign), given);
    const [message] = await this.renderer.render([rehearsal.rendering]);
    return { ...rehearsal, at: given.now, message: message as Rendered };
  }

  private states(
    asked: URLSearchParams,
  ): Promise<{ items: CustomerState[]; next: string | null; total: number | null }> {
    return this.scoring.read(`/api/members/states?${asked.toString()}`, customerStates);
  }

  private async given(at?: number): Promise<Given> {
    const { rules } = await this.rules.read(true);
    const { mode, now } = await this.time.ofBatches();
    const present = mode === 'stream' ? now : this.clock.now();
    const { limits, brandZone, isStopped } = rules;
    return { limits, brandZone, now: at ?? present, ...(isStopped !== undefined && { isStopped }) };
  }
}
