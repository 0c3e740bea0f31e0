// Which touchpoints a condition is about: an event name and filters on its properties.
import { type TObject, Type } from '@sinclair/typebox';
import { type Comparison, COMPARISONS } from './comparisons';
import { closed, Path } from './shapes';

export type Filter = { property: string } & Comparison;

/**
 * A touchpoint by its event name (`Order Completed`, `page`, …) and what its properties must be;
 * all filters must hold.
 */
export interface EventPattern {
  name: string;
  where?: Filter[];
}

export const Filters = Type.Array(Type.Union(filterSchemas()), { minItems: 1, maxItems: 20 });

function filterSchemas(): TObject[] {
  return Object.values(COMPARISONS).map((comparison) => closed({ property: Path, ...comparison }));
}
