// The figures of a campaign so far, and what is wanted of them.
import { mustBeSample } from '../means/means';
import { type Sample, type Successes, mustBeSuccesses } from '../tests/sample';

export type Measured =
  | { readonly kind: 'share'; readonly treated: Successes; readonly control: Successes }
  | { readonly kind: 'mean'; readonly treated: Sample; readonly control: Sample };

export interface Trial {
  readonly measured: Measured;
  /** Planned share of the treated among both groups. */
  readonly share: number;
  /** Number of customers at which you expect to decide; fixed at the start (see `watch`). */
  readonly tunedFor: number;
  /** Chance that the verdict is ever helped or hurt without a difference; default .05. */
  readonly error?: number;
  /** The smallest change that matters, as a share of the control: .02 is 2 %. */
  readonly smallestLift: number;
  /** Customers that enter either group per day. */
  readonly arrivalsPerDay: number;
  /** Whether more of it is better (orders) or less (unsubscribes); default more. */
  readonly better?: 'more' | 'less';
}

export type Group = 'treated' | 'control';

export function mustBeMeasured(measured: Measured): void {
  for (const group of ['treated', 'control'] as const)
    if (measured.kind === 'mean') mustBeSample(measured[group], group);
    else mustBeSuccesses(measured[group], group);
}
