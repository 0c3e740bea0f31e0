// One customer as the leaves see it during one judgement: facts of several identities read as one, and what was looked up once kept.
import type { Context, NumberFact } from './context';
import { type Facts, type Part, type TraitWord, isLater, ownTimes } from './facts';

export class View {
  private readonly parts: readonly Part[];
  private readonly crossings = new Map<string, number | null>();

  constructor(
    facts: Facts,
    readonly context: Context,
  ) {
    this.parts = Object.values(facts);
  }

  /** The last word of all identities, null if there is none. */
  trait(path: string): unknown {
    let last: TraitWord | null = null;
    for (const { traits } of this.parts) {
      const word = Object.hasOwn(traits, path) ? (traits[path] as TraitWord) : null;
      if (word && (!last || isLater(word, last))) last = word;
    }
    return last ? last[0] : null;
  }

  /** When the n-th latest touchpoint of a pattern happened; null if there were fewer. */
  nthLatest(key: string, n: number): number | null {
    const [only] = this.parts;
    if (only && this.parts.length === 1) return ownTimes(only.events, key)[n - 1] ?? null;
    return this.times(key)[n - 1] ?? null;
  }

  /** The kept times of a pattern, latest first. */
  times(key: string): readonly number[] {
    return this.parts.flatMap(({ events }) => ownTimes(events, key)).sort((a, b) => b - a);
  }

  /** When a falling number gets below a level; asked of scoring once, for it may have to search. */
  crossing(name: string, fact: NumberFact, level: number): number | null {
    const key = `${name} ${level}`;
    let crossing = this.crossings.get(key);
    if (crossing === undefined) {
      crossing = fact.fallsBelow?.(level) ?? null;
      this.crossings.set(key, crossing);
    }
    return crossing;
  }
}
