// From any name of a customer to the customer's id, for services that keep customers by id only.
import { customerIdOf, isIdentity, kindOf } from '@segue/contracts';
import { IsOptional, Matches } from 'class-validator';
import { ServiceConfig } from './config';
import type { ServiceContext } from './context';
import { Neighbour } from './neighbour';
import { Problem } from './problem';

/** Of services that ask profile. */
export class ProfileAskerConfig extends ServiceConfig {
  /** Where profile serves its API; absent: on this process's own port. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' })
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
  private readonly profile: Neighbour;

  /** @param profileUrl where profile serves `/api/customers`. */
  constructor(
    profileUrl: string,
    adminToken: string,
    /** Of the service that asks, for the other one's log. */
    subject: string,
  ) {
    this.profile = new Neighbour('profile', profileUrl, adminToken, subject);
  }

  /** @throws {Problem} 404 for an identity that belongs to nobody, 503 when profile cannot be asked. */
  async idOf(reference: string): Promise<string> {
    if (!isIdentity(reference)) return reference;
    // Nothing is stronger than a userId, so it always gives its customer the id.
    if (kindOf(reference) === 'userId') return customerIdOf(reference);
    const answer = await this.ask(`/api/customers/${encodeURIComponent(reference)}`);
    if (answer.status === 404) throw unknown();
    if (!answer.ok) throw this.profile.silent();
    return ((await answer.json()) as { customer: string }).customer;
  }

  /**
   * Every id under which something may be filed of who this is: the present one, and those that its identities had while each was a customer of its own.
   * @throws {Problem} 404 for an identity that belongs to nobody, 503 when profile cannot be asked.
   */
  async idsOf(reference: string): Promise<string[]> {
    const answer = await this.ask(`/api/customers/${encodeURIComponent(reference)}`);
    if (answer.status === 404 && !isIdentity(reference)) return [reference];
    if (answer.status === 404) throw unknown();
    if (!answer.ok) throw this.profile.silent();
    const { customer, identities } = (await answer.json()) as { customer: string; identities: string[] };
    return [...new Set([customer, ...identities.map(customerIdOf)])];
  }

  /** A request to profile as this service. @throws {Problem} 503 when it cannot be reached. */
  ask(path: string, signal?: AbortSignal): Promise<Response> {
    return this.profile.ask(path, signal);
  }
}

const unknown = () => Problem.notFound('customer_unknown', 'there is no such customer');
