// Reads from campaign which campaigns wait for a segment, so that no segment is deleted while a
// campaign waits for it.
import { Neighbour, type ServiceContext } from '@segue/service';
import type { ScoringConfig } from '../config';

interface Campaign {
  id: string;
  state: string;
  trigger: { segment?: string };
}

export class CampaignDirectory {
  constructor(private readonly campaign: Neighbour) {}

  /**
   * Resolves with the ids of campaigns that have not ended. @throws {Problem} 503 when campaign
   * cannot be asked.
   */
  async waitingFor(segment: string): Promise<string[]> {
    const campaigns = await this.campaign.read<Campaign[]>('/api/campaigns');
    return campaigns
      .filter(({ state, trigger }) => state !== 'ended' && trigger.segment === segment)
      .map(({ id }) => id);
  }
}

export function campaignDirectoryOf({ config, adminToken, name }: ServiceContext<ScoringConfig>): CampaignDirectory {
  const url = config.CAMPAIGN_URL ?? `http://127.0.0.1:${config.PORT}`;
  return new CampaignDirectory(new Neighbour('campaign', url, adminToken, name));
}
