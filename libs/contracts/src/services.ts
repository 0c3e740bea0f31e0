/**
 * The services that handle customers' data, in the order of a touchpoint's way. A new service is
 * named here; a test of `services/standalone` fails until it is composed, too.
 */
export const SERVICES = ['ingestion', 'profile', 'scoring', 'campaign', 'delivery'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Returns an object with a value for every service. */
export const byService = <T>(valueOf: (service: ServiceName) => T): Record<ServiceName, T> =>
  Object.fromEntries(SERVICES.map((service) => [service, valueOf(service)])) as Record<ServiceName, T>;
