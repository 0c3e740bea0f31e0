// Which customers ids stand for now: an id that was merged into another customer stands for its
// survivor.
import { type FoundCustomer, type KnownStandings, factsOf } from '../score/domain/known-standings';

/**
 * Resolves with the customers by the ids asked for. Reads all of them at once, and once more for
 * each link of the longest chain of merges. Left out are unknown ids, and ids whose survivors lead
 * back to one of themselves: such a circle has no survivor.
 */
export async function survivorsOf(
  ids: readonly string[],
  read: (customers: readonly string[]) => Promise<KnownStandings>,
): Promise<Map<string, FoundCustomer>> {
  const found = new Map<string, FoundCustomer>();
  let ways = new Map(ids.map((id) => [id, [id]]));
  while (ways.size > 0) {
    const known = await read([...new Set([...ways.values()].map(endOf))]);
    const longer = new Map<string, string[]>();
    for (const [id, way] of ways) {
      const customer = endOf(way);
      const standing = known.standings.get(customer)?.standing;
      if (standing?.survivor) {
        if (!way.includes(standing.survivor)) longer.set(id, [...way, standing.survivor]);
      } else if (standing && standing.identities.length > 0)
        found.set(id, { customer, standing, facts: factsOf(standing, known.facts) });
    }
    ways = longer;
  }
  return found;
}

const endOf = (way: readonly string[]) => way.at(-1) as string;
