// The clients by which the console's server asks the services.
import { type ServiceName, byService } from '@segue/contracts';
import { ServiceClient } from '@segue/service';
import type { Places } from './domain/places';

export type ServiceClients = Readonly<Record<ServiceName, ServiceClient>>;

export const SERVICE_CLIENTS = Symbol('service clients');

/** @param ownUrl base URL of services in this process. */
export const serviceClients = (places: Places, ownUrl: string, adminToken: string): ServiceClients =>
  byService((service) => new ServiceClient(service, places[service] ?? ownUrl, adminToken, 'console'));
