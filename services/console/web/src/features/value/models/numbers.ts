// Numbers of a model version as rows of tables. Pure.
import type { Model } from '../../../api/types';

export interface ParameterRow {
  model: string;
  name: string;
  value: number;
  /** Standard error; null where the version was not fitted here. */
  error: number | null;
}

type Numbers = Readonly<Record<string, unknown>>;

/** Returns the parameters by model, in the order of the version. */
export function parameterRows({ parameters, fit }: Pick<Model, 'parameters' | 'fit'>): ParameterRow[] {
  const errors = (fit?.errors ?? {}) as Numbers;
  return Object.entries(parameters as Numbers).flatMap(([model, values]) =>
    typeof values !== 'object' || values === null
      ? []
      : Object.entries(values as Readonly<Record<string, number>>).map(([name, value]) => ({
          ...{ model, name, value },
          error: (errors[model] as Readonly<Record<string, number>> | undefined)?.[name] ?? null,
        })),
  );
}

export const RANKINGS = ['model', 'spend', 'rfm', 'recency', 'foresight'] as const;

/** Returns how far expected purchases were off those that came; null where none came. */
export const offBy = (expected: number, actual: number): number | null =>
  actual === 0 ? null : (expected - actual) / actual;
