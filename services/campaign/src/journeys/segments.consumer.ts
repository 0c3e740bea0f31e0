// Keeps the segments that exist, and pauses campaigns whose segment was deleted.
import type { Batch } from '@segue/bus';
import { type SegmentChanged, segments } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { OnBatch } from '../on-batch';
import { CampaignRules } from './campaign.rules';

@Controller()
export class SegmentsConsumer {
  constructor(private readonly rules: CampaignRules) {}

  /** Safe to repeat and in any order: older versions of a segment change nothing. */
  @OnBatch(segments)
  keepSegments(batch: Batch<SegmentChanged>): Promise<void> {
    return this.rules.keepSegments(batch.messages.map(({ value }) => value));
  }
}
