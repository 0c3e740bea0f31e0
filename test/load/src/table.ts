// The results as a table: median and range of each figure, and with a second build the median of
// the ratios of the pairs. Pure.
import { medianRatio, summaryOf } from './statistics';

/** What one row measured in one run, by a label that names the unit. */
export type Figures = Record<string, number>;

/** The figures of one row of one system: a run of each build by the same place of both lists. */
export interface Measured {
  here: readonly Figures[];
  /** Runs of the build that this one is compared with; empty without one. */
  there: readonly Figures[];
}

/** Returns the lines of a table, the header first. */
export function tableOf({ here, there }: Measured): string[] {
  const isCompared = there.length > 0;
  const header = isCompared ? ['', 'there', 'here', 'here / there'] : ['', 'median (range)'];
  const rows = labelsOf([...there, ...here]).map((label) => {
    const cells = [cellOf(here, label)];
    if (!isCompared) return [label, ...cells];
    const pairs = there.map((one, place) => ({ there: one[label], here: here[place]?.[label] }));
    const ratio = medianRatio(pairs);
    return [label, cellOf(there, label), ...cells, ratio === null ? '' : inDigits(ratio)];
  });
  return aligned([header, ...rows]);
}

const labelsOf = (runs: readonly Figures[]) => [...new Set(runs.flatMap((run) => Object.keys(run)))];

function cellOf(runs: readonly Figures[], label: string): string {
  const figures = runs.flatMap((run) => run[label] ?? []);
  if (figures.length === 0) return '–';
  const { median, least, most } = summaryOf(figures);
  return figures.length === 1 ? inDigits(median) : `${inDigits(median)} (${inDigits(least)} … ${inDigits(most)})`;
}

/** Returns a number with two digits or more: 2,385, 38.5, 0.36, 0.048. */
export function inDigits(figure: number): string {
  const size = Math.abs(figure);
  const digits = size >= 100 || figure === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return figure.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Pads the cells of each column to one width; labels are on the left, figures on the right. */
function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
