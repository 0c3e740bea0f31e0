import { ServiceConfig, number } from '@segue/service';
import { IsInt, IsNumber, Min } from 'class-validator';

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

  /** Events a second of one public source, four seconds' worth at once; more are answered with 429. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_EVENTS_PER_SECOND: number = 50;

  /** The same of one server source, ten seconds' worth at once. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_SERVER_EVENTS_PER_SECOND: number = 5_000;

  /** Events a second of one public source on the live lane, a second's worth at once; more take the slow lane. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_LIVE_EVENTS_PER_SECOND: number = 20;

  /** Withdrawals of consent a minute that one public source may send; more are answered with 429. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_WITHDRAWALS_PER_MINUTE: number = 60;
}
