// Where the services are, and which paths are theirs. Pure.
import { type ServiceName, byService } from '@segue/contracts';

/** Base URLs of services; undefined: in this process. */
export type Places = Readonly<Record<ServiceName, string | undefined>>;

/** The places when all services are in this process. */
export const NO_PLACES: Places = byService(() => undefined);

/**
 * Prefixes of the paths of each service. A test of `services/standalone` compares them with the
 * controllers.
 */
export const PREFIXES: Readonly<Record<ServiceName, readonly string[]>> = {
  ingestion: [
    '/v1',
    '/unsubscribe',
    '/api/sources',
    '/api/imports',
    '/api/quarantine',
    '/api/dead-letters',
    '/api/time',
    '/api/status/ingestion',
  ],
  profile: ['/api/customers', '/api/histories', '/api/touchpoints', '/api/withdrawals', '/api/status/profile'],
  scoring: [
    '/api/segments',
    '/api/members',
    '/api/models',
    '/api/tiers',
    '/api/settings',
    '/api/standings',
    '/api/transitions',
    '/api/status/scoring',
  ],
  campaign: [
    '/api/campaign-presets',
    '/api/campaigns',
    '/api/decisions',
    '/api/journeys',
    '/api/limits',
    '/api/mailboxes',
    '/api/results',
    '/api/status/campaign',
  ],
  delivery: ['/api/outbox', '/api/deliveries', '/api/channels', '/api/status/delivery'],
};

/** Returns whether a path belongs to an API, so that no page of the console can have it. */
export const isApiPath = (path: string): boolean =>
  /^\/(api|v1|unsubscribe|session|start|livez|readyz|metrics)(\/|\?|$)/.test(path);
