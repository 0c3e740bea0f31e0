import { ProfileClientConfig, number } from '@segue/service';
import { IsInt, IsNumber, Min } from 'class-validator';

export class IngestionConfig extends ProfileClientConfig {
  /** Maximum number of events that wait for confirmation by the log; more are answered with 429. */
  @number()
  @IsInt()
  @Min(100)
  readonly SEGUE_BUFFER_EVENTS: number = 50_000;

  /** Milliseconds within which the log must confirm a request; later it is answered with 429. */
  @number()
  @IsInt()
  @Min(10)
  readonly SEGUE_CONFIRM_MS: number = 5_000;

  /**
   * Events per second of one public source, with a burst of four seconds' worth; more are answered
   * with 429.
   */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_EVENTS_PER_SECOND: number = 50;

  /** Events per second of one server source, with a burst of ten seconds' worth. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_SERVER_EVENTS_PER_SECOND: number = 5_000;

  /**
   * Events per second of one public source on the live queue, with a burst of one second's worth;
   * more take the `bulk` queue.
   */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_LIVE_EVENTS_PER_SECOND: number = 20;

  /** Consent withdrawals per minute of one public source; more are answered with 429. */
  @number()
  @IsNumber()
  @Min(1)
  readonly SEGUE_PUBLIC_WITHDRAWALS_PER_MINUTE: number = 60;
}
