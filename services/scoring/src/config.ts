import { ProfileClientConfig, flag } from '@segue/service';
import { IsBoolean } from 'class-validator';

export class ScoringConfig extends ProfileClientConfig {
  /** Whether models are fitted daily and after growth; false: on demand only. */
  @flag()
  @IsBoolean()
  readonly SEGUE_FIT_MODELS: boolean = true;
}
