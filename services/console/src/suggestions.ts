// Suggests customers of the demo that one sale would bring to the best value tier, and that would
// then get a message.
import {
  type CampaignTerms,
  type CustomerDetails,
  type SendingLimits,
  type TierMembers,
  type ValueSettings,
  campaignTerms,
  customerStandings,
  decisionEntries,
  listedCustomers,
  sendingLimits,
  tierMembers,
  valueSettings,
} from '@segue/contracts';
import { CLOCK, type Clock } from '@segue/service';
import { digitsOf } from '@segue/orders';
import { Inject, Injectable } from '@nestjs/common';
import type { SuggestionView } from './console.views';
import { BEST, SOON_MS, amountToReach, greeterIn, wouldWrite } from './domain/suggestion';
import { SERVICE_CLIENTS, type ServiceClients } from './service.clients';

const WANTED = 5;
const PAGE = 50;
/** Maximum pages of customers to search; the demo store is small. */
const MAX_PAGES = 12;
/** Maximum amount of a suggested sale, in whole units; larger ones are implausible. */
const MOST = 120;

interface Circumstances {
  campaign: CampaignTerms;
  limits: SendingLimits;
  cutOff: number;
  economics: ValueSettings['economics'];
  now: number;
}

@Injectable()
export class Suggestions {
  constructor(
    @Inject(SERVICE_CLIENTS) private readonly services: ServiceClients,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Resolves with at most five; none while no campaign is triggered by reaching the best tier. */
  async find(): Promise<SuggestionView[]> {
    const given = await this.circumstances();
    const found: SuggestionView[] = [];
    if (given === null) return found;
    for (const tier of ['MGC', 'standard']) {
      let cursor: string | null = '';
      for (let page = 0; page < MAX_PAGES && cursor !== null && found.length < WANTED; page++) {
        const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const path = `/api/tiers/${tier}/members?limit=${PAGE}${at}`;
        const members: TierMembers = await this.services.scoring.read(path, tierMembers);
        found.push(...(await this.among(members.items, tier, given, WANTED - found.length)));
        cursor = members.next;
      }
    }
    return found;
  }

  private async circumstances(): Promise<Circumstances | null> {
    const [campaigns, limits, settings] = await Promise.all([
      this.services.campaign.read('/api/campaigns', campaignTerms),
      this.services.campaign.read('/api/limits', sendingLimits),
      this.services.scoring.read('/api/settings', valueSettings),
    ]);
    const campaign = greeterIn(campaigns);
    if (campaign === null) return null;
    const { value, economics } = settings;
    return { campaign, limits, cutOff: value.a, economics, now: this.clock.now() };
  }

  private async among(ids: readonly string[], tier: string, given: Circumstances, most: number) {
    if (ids.length === 0) return [];
    const list = ids.map(encodeURIComponent).join(',');
    const [standings, { items }] = await Promise.all([
      this.services.scoring.read(`/api/standings?customers=${list}`, customerStandings),
      this.services.profile.read(`/api/customers?limit=${PAGE}&ids=${list}`, listedCustomers),
    ]);
    const nets = new Map(standings.map(({ customer, netMargin }) => [customer, netMargin]));
    const found: SuggestionView[] = [];
    for (const customer of items) {
      if (found.length >= most) break;
      const one = await this.suggestionOf(customer, nets.get(customer.customer), tier, given);
      if (one !== null) found.push(one);
    }
    return found;
  }

  private async suggestionOf(
    one: CustomerDetails,
    net: number | undefined,
    tier: string,
    { campaign, limits, cutOff, economics, now }: Circumstances,
  ): Promise<SuggestionView | null> {
    const { customer, name, traits, money } = one;
    if (net === undefined || name === null) return null;
    const unit = 10 ** digitsOf(money.currency);
    const amount = amountToReach(cutOff, net, economics, unit);
    // Quiet hours that begin within SOON_MS would hold the message back as well.
    const isOpen = [now, now + SOON_MS].every((at) => wouldWrite(campaign, limits, one, [], at));
    if (amount > MOST * unit || !isOpen) return null;
    const { items } = await this.services.campaign.read(
      `/api/decisions?customer=${customer}&limit=50`,
      decisionEntries,
    );
    if (!wouldWrite(campaign, limits, one, items, now)) return null;
    return {
      ...{ customer, name, tier, to: BEST, amount, currency: money.currency },
      email: typeof traits.email === 'string' ? traits.email : null,
      city: typeof traits.city === 'string' ? traits.city : null,
    };
  }
}
