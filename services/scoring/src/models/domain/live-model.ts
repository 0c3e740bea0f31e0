// The model by which customers are valued, as the setting `model` keeps it. Pure.
import type { ValueModel } from '@segue/valuation';

export interface LiveModel extends ValueModel {
  /** Number of the model version; absent for the start parameters and for a model set by hand. */
  readonly version?: number;
  /** Whether a person went back to it: then no newer fit takes its place by itself. */
  readonly held?: boolean;
}

/** Returns the parameters alone. */
export function parametersOf({ version: _version, held: _held, ...model }: LiveModel): ValueModel {
  return model;
}
