// From any name of a customer to the customer's id, for services that keep customers by id only.
import { type Identity, customerIdOf, isIdentity, kindOf } from '@segue/contracts';
import { IsOptional } from 'class-validator';
import { ServiceConfig } from '../runtime/config';
import type { ServiceContext } from '../runtime/context';
import { ServiceClient } from './service-client';
import { Problem } from './problem';
import { IsHttpUrl } from './validation';

/** Of services that ask profile. */
export class ProfileAskerConfig extends ServiceConfig {
  /** Where profile serves its API; absent: on this process's own port. */
  @IsOptional()
  @IsHttpUrl()
  readonly PROFILE_URL?: string;
}

export function customerLookupOf({
  config,
  adminToken,
  name,
}: Pick<ServiceContext<ProfileAskerConfig>, 'config' | 'adminToken' | 'name'>): CustomerLookup {
  return new CustomerLookup(config.PROFILE_URL ?? `http://127.0.0.1:${config.PORT}`, adminToken, name);
}

export class CustomerLookup {
  private readonly profile: ServiceClient;

  /** @param profileUrl where profile serves `/api/customers`. */
  constructor(
    profileUrl: string,
    adminToken: string,
    /** Of the service that asks, for the other one's log. */
    subject: string,
  ) {
    this.profile = new ServiceClient('profile', profileUrl, adminToken, subject);
  }

  /**
   * @throws {Problem} 404 for an identity that belongs to nobody, 503 when profile cannot be asked.
   */
  async idOf(reference: string): Promise<string> {
    return idIn(reference) ?? (await this.named(reference)).customer;
  }

  /**
   * Every id under which something may be filed of who this is: the present one, and those that its
   * identities had while each was a customer of its own. While profile cannot be asked only the
   * present one, where the reference alone tells it.
   * @throws {Problem} 404 for an identity that belongs to nobody, 503 when profile cannot be asked
   * and has to be.
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
   * The identities of a customer, the strongest first. @throws {Problem} 404 for nobody, 503 when
   * profile cannot be asked.
   */
  async identitiesOf(reference: string): Promise<Identity[]> {
    return (await this.named(reference)).identities;
  }

  private async named(reference: string): Promise<{ customer: string; identities: Identity[] }> {
    const found = await this.profile.find<{ customer: string; identities: Identity[] }>(
      `/api/customers/${encodeURIComponent(reference)}`,
    );
    if (found === null) throw unknown();
    return found;
  }

  /** What else profile answers to this service. @throws {Problem} 503 when it cannot be asked. */
  read<T>(path: string): Promise<T> {
    return this.profile.read(path);
  }
}

/**
 * The customer's id where nobody need be asked for it; nothing is stronger than a userId, so it
 * always gives its customer the id.
 */
function idIn(reference: string): string | null {
  if (!isIdentity(reference)) return reference;
  return kindOf(reference) === 'userId' ? customerIdOf(reference) : null;
}

const unknown = () => Problem.notFound('customer_unknown', 'there is no such customer');
