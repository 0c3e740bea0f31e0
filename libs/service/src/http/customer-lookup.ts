// Finds the id of a customer by any identity, for services that store customers by id only.
import {
  type Answer,
  type Identity,
  composed,
  customerIdOf,
  customerNames,
  isIdentity,
  kindOf,
} from '@segue/contracts';
import { IsOptional } from 'class-validator';
import { ServiceConfig } from '../runtime/config';
import type { ServiceContext } from '../runtime/context';
import { ServiceClient } from './service-client';
import { Problem } from './problem';
import { IsHttpUrl } from './validation';

/** The configuration of services that call profile. */
export class ProfileClientConfig extends ServiceConfig {
  /** Base URL of profile's API; absent: this process itself. */
  @IsOptional()
  @IsHttpUrl()
  readonly PROFILE_URL?: string;
}

export function customerLookupOf({
  config,
  adminToken,
  name,
}: Pick<ServiceContext<ProfileClientConfig>, 'config' | 'adminToken' | 'name'>): CustomerLookup {
  return new CustomerLookup(config.PROFILE_URL ?? `http://127.0.0.1:${config.PORT}`, adminToken, name);
}

export class CustomerLookup {
  private readonly profile: ServiceClient;

  /** @param profileUrl base URL of `/api/customers`. */
  constructor(
    profileUrl: string,
    adminToken: string,
    /** Name of the calling service, for profile's log. */
    subject: string,
  ) {
    this.profile = new ServiceClient('profile', profileUrl, adminToken, subject);
  }

  /**
   * Returns the customer's id.
   * @throws {Problem} 404 for an unknown customer, 503 when profile cannot be reached.
   */
  async idOf(reference: string): Promise<string> {
    return idIn(reference) ?? (await this.named(reference)).customer;
  }

  /**
   * Returns every id under which data of this customer may be stored: the present one, and those of
   * its identities from the time when each was a customer of its own. While profile cannot be
   * reached, only the present one, where it follows from the reference alone.
   * @throws {Problem} 404 for an unknown customer, 503 when profile is needed and cannot be
   * reached.
   */
  async idsOf(reference: string): Promise<string[]> {
    try {
      const { customer, identities } = await this.named(reference);
      return [...new Set([customer, ...identities.map(customerIdOf)])];
    } catch (error) {
      const id = idIn(reference);
      const isUnknownName = error instanceof Problem && error.status === 404 && isIdentity(reference);
      if (id === null || isUnknownName) throw error;
      return [id];
    }
  }

  /**
   * Returns the identities of a customer, the strongest first.
   * @throws {Problem} 404 for an unknown customer, 503 when profile cannot be reached.
   */
  async identitiesOf(reference: string): Promise<Identity[]> {
    return (await this.named(reference)).identities;
  }

  private async named(reference: string): Promise<{ customer: string; identities: Identity[] }> {
    const found = await this.profile.find(`/api/customers/${encodeURIComponent(reference)}`, customerNames);
    if (found === null) throw unknown();
    return found as { customer: string; identities: Identity[] };
  }

  /** Returns profile's answer to any other GET. @throws {Problem} 503 when it cannot be reached. */
  read<T>(path: string, answer: Answer<T>): Promise<T> {
    return this.profile.read(path, answer);
  }

  /** Returns profile's answer to a POST that only asks. @throws {Problem} 503 as `read`. */
  ask<T>(path: string, body: object, answer: Answer<T>): Promise<T> {
    return this.profile.ask(path, body, answer);
  }
}

/**
 * Returns the customer's id where it follows from the reference: no identity is stronger than a
 * userId, so the customer's id is the hash of it. Null otherwise.
 */
function idIn(reference: string): string | null {
  if (!isIdentity(reference)) return reference;
  // An id that is not composed may be stored as such by an earlier version: profile knows.
  return kindOf(reference) === 'userId' && composed(reference) === reference ? customerIdOf(reference) : null;
}

const unknown = () => Problem.notFound('customer_unknown', 'there is no such customer');
