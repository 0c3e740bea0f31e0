import { type ServiceName, byService } from '@segue/contracts';
import { IsHttpUrl, ServiceConfig, withoutSlash } from '@segue/service';
import { IsOptional } from 'class-validator';
import type { Places } from './domain/places';

/**
 * The services' addresses are configured where services run as separate processes; this process is
 * then in front of them all, including ingestion.
 */
export class ConsoleConfig extends ServiceConfig {
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
}

export const placesOf = (config: ConsoleConfig): Places =>
  byService((service) => config[`${service.toUpperCase() as Uppercase<ServiceName>}_URL`]);
