// Which segments there are: scoring's to know. Campaign hears of one only when somebody enters or
// leaves it, so it asks while a campaign is written.
import { Neighbour, type ServiceContext } from '@segue/service';
import type { CampaignConfig } from '../config';

export class SegmentDirectory {
  constructor(private readonly scoring: Neighbour) {}

  /** @throws {Problem} 503 when scoring cannot be asked. */
  async ids(): Promise<string[]> {
    return (await this.scoring.read<{ id: string }[]>('/api/segments')).map(({ id }) => id);
  }
}

export function segmentDirectoryOf({ config, adminToken, name }: ServiceContext<CampaignConfig>): SegmentDirectory {
  const url = config.SCORING_URL ?? `http://127.0.0.1:${config.PORT}`;
  return new SegmentDirectory(new Neighbour('scoring', url, adminToken, name));
}
