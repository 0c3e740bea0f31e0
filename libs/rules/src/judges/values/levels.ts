// The levels of falling numbers that rules ask for. Of all the levels to which a number may fall
// only the next one matters until the number is there.

export class Levels {
  /** @param levels by the number's name, ascending. */
  constructor(private readonly levels: ReadonlyMap<string, readonly number[]>) {}

  /** The highest level that a value reaches; −Infinity if there is none. */
  below(name: string, value: number): number {
    const levels = this.levels.get(name) ?? [];
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((levels[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return levels[low - 1] ?? -Infinity;
  }
}
