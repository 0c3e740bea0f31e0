// The traits that customers have, and their most frequent values: what a builder of rules suggests
// while a person types. Bounded, whatever the traits are. Pure.

export interface TopValue {
  value: string | number | boolean;
  customers: number;
}

export interface TopTrait {
  /** A path, as rules name it: `address.city`. */
  name: string;
  /** How many of the customers looked at have it. */
  customers: number;
  /** The most frequent first. */
  values: TopValue[];
}

const MOST_TRAITS = 200;
const MOST_VALUES = 1_000;
const SHOWN_TRAITS = 100;
const SHOWN_VALUES = 50;
const MOST_LENGTH = 64;
const DEEPEST = 3;
/** A value of fewer customers may identify a person: names, addresses, phone numbers. */
const FEWEST_CUSTOMERS = 3;
/** Whatever many share of these still names persons, and no rule asks for it. */
const PERSONAL = /(^|[._])(name|first_?name|last_?name|e?mail|phone|mobile|street|line\d?)$/i;

interface Tally {
  customers: number;
  values: Map<TopValue['value'], number>;
}

export class TopTraits {
  private readonly tallies = new Map<string, Tally>();

  /** Counts the traits of one customer. */
  add(traits: Readonly<Record<string, unknown>>): void {
    for (const [name, values] of flat(traits)) {
      const tally = this.tallyOf(name);
      if (tally === null) continue;
      tally.customers++;
      for (const value of values) {
        const known = tally.values.get(value);
        if (known !== undefined || tally.values.size < MOST_VALUES) tally.values.set(value, (known ?? 0) + 1);
      }
    }
  }

  /** The most frequent traits first. */
  top(): TopTrait[] {
    const most = (a: { customers: number }, b: { customers: number }) => b.customers - a.customers;
    const traits = [...this.tallies].map(([name, { customers, values }]) => ({
      name,
      customers,
      values: [...values]
        .map(([value, count]) => ({ value, customers: count }))
        .filter((one) => one.customers >= FEWEST_CUSTOMERS && !PERSONAL.test(name))
        .sort(most)
        .slice(0, SHOWN_VALUES),
    }));
    return traits.sort(most).slice(0, SHOWN_TRAITS);
  }

  private tallyOf(name: string): Tally | null {
    const known = this.tallies.get(name);
    if (known !== undefined) return known;
    if (this.tallies.size >= MOST_TRAITS) return null;
    const tally = { customers: 0, values: new Map() };
    this.tallies.set(name, tally);
    return tally;
  }
}

/** The values of each path; a list stands for each of its elements, as in rules. */
function flat(traits: Readonly<Record<string, unknown>>): Map<string, Set<TopValue['value']>> {
  const found = new Map<string, Set<TopValue['value']>>();
  const visit = (name: string, value: unknown, depth: number): void => {
    if (Array.isArray(value)) return value.forEach((one) => visit(name, one, depth));
    if (typeof value === 'object' && value !== null) {
      if (depth < DEEPEST) for (const [key, one] of Object.entries(value)) visit(`${name}.${key}`, one, depth + 1);
      return undefined;
    }
    const isShort = typeof value === 'string' && value !== '' && value.length <= MOST_LENGTH;
    if (!isShort && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    const values = found.get(name) ?? new Set();
    values.add(value);
    found.set(name, values);
    return undefined;
  };
  for (const [name, value] of Object.entries(traits)) visit(name, value, 1);
  return found;
}
