// Consumes profiles, which are then scored, and definitions, which name what campaigns subscribe
// to.
import type { Batch } from '@segue/bus';
import { type Definition, type ProfileChanged, definitions, profiles } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { Scorer } from './scorer';
import { ScoringRules } from '../rulebook/rulebook.store';
import { OnBatch } from '../on-batch';

@Controller()
export class ProfilesConsumer {
  constructor(
    private readonly scorer: Scorer,
    private readonly rules: ScoringRules,
  ) {}

  /**
   * Redelivery is safe: an older version of a customer takes no identities, and a touchpoint is
   * folded once. A second delivery computes nothing new, so it publishes what the store still holds
   * as unpublished.
   *
   * `concurrency: 2`: one batch computes while another waits for Postgres.
   */
  @OnBatch(profiles, { concurrency: 2 })
  async scoreBatch(batch: Batch<ProfileChanged>): Promise<void> {
    await this.scorer.score(batch.messages.map((message) => message.value));
  }

  @OnBatch(definitions)
  async subscribeBatch(batch: Batch<Definition>): Promise<void> {
    await this.rules.subscribe(batch.messages.map(({ value }) => value));
  }
}
