// The waiting enrolments of the customers of a batch, as the batch ends and begins them. Pure.
import type { Identity } from '@segue/contracts';
import type { WaitingEnrolment } from '../../journeys/domain/enrolment';
import type { KnownContacts } from './batch';

export class Waits {
  /** Those that are loaded. */
  private loaded: WaitingEnrolment[];
  /** The journeys of all, by the identity that caused them; one entry for each enrolment. */
  private readonly journeys: Map<Identity, readonly string[]>;

  constructor({ due, waitingLater }: Pick<KnownContacts, 'due' | 'waitingLater'>) {
    this.loaded = [];
    this.journeys = new Map(waitingLater);
    for (const enrolment of due) this.add(enrolment);
  }

  add(enrolment: WaitingEnrolment): void {
    this.loaded.push(enrolment);
    this.journeys.set(enrolment.identity, [...(this.journeys.get(enrolment.identity) ?? []), enrolment.journey]);
  }

  remove(enrolment: WaitingEnrolment): void {
    this.loaded = this.loaded.filter((one) => one !== enrolment);
    const left = [...(this.journeys.get(enrolment.identity) ?? [])];
    left.splice(left.indexOf(enrolment.journey), 1);
    this.journeys.set(enrolment.identity, left);
  }

  /** Returns the loaded ones that fit, as they are now. */
  filter(fits: (one: WaitingEnrolment) => boolean): WaitingEnrolment[] {
    return this.loaded.filter(fits);
  }

  /** Returns the journeys in which a customer waits, one for each enrolment. */
  journeysOf(identities: readonly Identity[]): string[] {
    return identities.flatMap((identity) => this.journeys.get(identity) ?? []);
  }
}
