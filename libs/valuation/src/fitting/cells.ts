// Counts of equal or nearly equal observations, in bounded memory: when there are too many
// different ones, near ones are counted as one at their mean, so that a fit to a million customers
// costs what the cells cost.

interface Cell {
  weight: number;
  readonly sums: number[];
}

export interface Counted {
  /** Means over the cell. */
  readonly values: readonly number[];
  readonly weight: number;
}

export class Cells {
  private cells = new Map<string, Cell>();
  private coarseness = 0;

  /**
   * @param keyOf the cell of an observation at a coarseness, 0 for exact ones; each further one
   * has at most half as many cells where they are dense.
   */
  constructor(
    private readonly keyOf: (values: readonly number[], coarseness: number) => string,
    private readonly most: number,
  ) {}

  add(values: readonly number[], weight = 1): void {
    this.put(values, weight);
    while (this.cells.size > this.most && this.coarseness < COARSEST) this.coarsen();
  }

  counted(): Counted[] {
    return [...this.cells.values()].map(({ weight, sums }) => ({ values: sums.map((sum) => sum / weight), weight }));
  }

  private coarsen(): void {
    const before = this.counted();
    this.cells = new Map();
    this.coarseness++;
    for (const { values, weight } of before) this.put(values, weight);
  }

  private put(values: readonly number[], weight: number): void {
    const key = this.keyOf(values, this.coarseness);
    const cell = this.cells.get(key);
    if (!cell) {
      this.cells.set(key, { weight, sums: values.map((value) => value * weight) });
      return;
    }
    cell.weight += weight;
    values.forEach((value, index) => {
      (cell.sums[index] as number) += value * weight;
    });
  }
}

const COARSEST = 20;
