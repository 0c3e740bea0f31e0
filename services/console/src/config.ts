import { type ServiceName, byService } from '@segue/contracts';
import { IsHttpUrl, ServiceConfig, withoutSlash } from '@segue/service';
import { IsOptional } from 'class-validator';
import type { Places } from './domain/places';

/**
 * The configuration of the console. URLs of services are set if these run as separate processes;
 * the console then forwards requests to all of them, including ingestion.
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
