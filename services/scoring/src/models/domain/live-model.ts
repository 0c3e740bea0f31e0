// The model by which customers are valued, as the setting `model` keeps it. Pure.
import type { ValueModel } from '@segue/valuation';

export interface LiveModel extends ValueModel {
  /** Number of the model version; absent for the start parameters and for a model set by hand. */
  readonly version?: number;
  /** Whether a person put an older version live: then no newer fit replaces it by itself. */
  readonly held?: boolean;
  /** Whether a person put it live. */
  readonly chosen?: boolean;
  /**
   * Whether predictions wait until LEAST_REPEATERS_LIVE customers have bought again: then no rule
   * and no tier reads one.
   */
  readonly waits?: boolean;
}

/** Returns the parameters alone. */
export function parametersOf(live: LiveModel): ValueModel {
  const { version: _version, held: _held, chosen: _chosen, waits: _waits, ...model } = live;
  return model;
}
