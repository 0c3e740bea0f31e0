import { IsHttpUrl, ServiceConfig } from '@segue/service';
import { IsOptional } from 'class-validator';
import { Transform } from 'class-transformer';
import type { Places } from './domain/places';

const withoutSlash = () => Transform(({ value }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value));

/** The services' addresses are given where they run by themselves; then this process fronts them all. */
export class ConsoleConfig extends ServiceConfig {
  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly INGESTION_URL?: string;

  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly PROFILE_URL?: string;

  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly SCORING_URL?: string;

  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly CAMPAIGN_URL?: string;

  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly DELIVERY_URL?: string;

  /** As people reach the console; absent: localhost. For the one-time link, and cookies are for HTTPS alone if it is. */
  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly CONSOLE_URL?: string;
}

export const placesOf = (config: ConsoleConfig): Places => ({
  ingestion: config.INGESTION_URL,
  profile: config.PROFILE_URL,
  scoring: config.SCORING_URL,
  campaign: config.CAMPAIGN_URL,
  delivery: config.DELIVERY_URL,
});

export const publicUrlOf = (config: ConsoleConfig): string => config.CONSOLE_URL ?? `http://localhost:${config.PORT}`;
