import { ServiceConfig, number } from '@segue/service';
import { IsInt, Min } from 'class-validator';

export class IngestionConfig extends ServiceConfig {
  /** Events that may wait for their confirmation by the log at the same time; more are answered with 429. */
  @number()
  @IsInt()
  @Min(100)
  readonly SEGUE_BUFFER_EVENTS: number = 50_000;

  /** A request that the log does not confirm within this is answered with 429. */
  @number()
  @IsInt()
  @Min(10)
  readonly SEGUE_CONFIRM_MS: number = 5_000;
}
