// Which campaigns wait for a segment: campaign's to know. Scoring asks when a segment is to go, so
// that no campaign waits for what nobody enters any more.
import { ServiceClient, type ServiceContext } from '@segue/service';
import type { ScoringConfig } from '../config';

interface Campaign {
  id: string;
  state: string;
  trigger: { segment?: string };
}

export class CampaignDirectory {
  constructor(private readonly campaign: ServiceClient) {}

  /**
   * Ids; one that has ended waits for nothing. @throws {Problem} 503 when campaign cannot be asked.
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
  return new CampaignDirectory(new ServiceClient('campaign', url, adminToken, name));
}
