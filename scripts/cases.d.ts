/** So many cases of a generated test, or the share of them that is asked for (see `cases.cjs`). */
declare function cases(count: number): number;
