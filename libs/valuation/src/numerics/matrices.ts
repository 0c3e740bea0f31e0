// Vectors and small square matrices.

/** Gauss and Jordan with pivoting; null for a singular matrix. */
export function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...(identity(size)[index] as number[])]);
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce(
        (best, row, at) =>
          Math.abs(row[column] as number) > Math.abs(rows[best]?.[column] as number) ? at + column : best,
        column,
      );
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const head = rows[column] as number[];
    const leading = head[column] as number;
    if (!(Math.abs(leading) > 1e-300)) return null;
    for (let at = 0; at < head.length; at++) head[at] = (head[at] as number) / leading;
    rows.forEach((row, index) => {
      const factor = row[column] as number;
      if (index !== column)
        for (let at = 0; at < row.length; at++) row[at] = (row[at] as number) - factor * (head[at] as number);
    });
  }
  return rows.map((row) => row.slice(size));
}

export function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

export function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] as number));
}
