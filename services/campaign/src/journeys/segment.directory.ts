// The segments that exist, asked of scoring when a campaign is saved: signals name a segment only
// when a customer enters or leaves it.
import { ServiceClient, type ServiceContext } from '@segue/service';
import type { CampaignConfig } from '../config';

export class SegmentDirectory {
  constructor(private readonly scoring: ServiceClient) {}

  /**
   * Returns the ids of all segments.
   * @throws {Problem} 503 when scoring does not answer.
   */
  async ids(): Promise<string[]> {
    return (await this.scoring.read<{ id: string }[]>('/api/segments')).map(({ id }) => id);
  }
}

export function segmentDirectoryOf({ config, adminToken, name }: ServiceContext<CampaignConfig>): SegmentDirectory {
  const url = config.SCORING_URL ?? `http://127.0.0.1:${config.PORT}`;
  return new SegmentDirectory(new ServiceClient('scoring', url, adminToken, name));
}
