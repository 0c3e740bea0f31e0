// The values of a fixed list, as they are pasted or come from a file with one column. Pure.

/** Maximum number of rows of one file. */
export const MOST_ROWS = 100_000;
/** Values in one request. */
export const AT_ONCE = 1_000;

export const LISTED_BY = ['id', 'email', 'phone'] as const;
export type ListedBy = (typeof LISTED_BY)[number];

const HEADINGS =
  /^(id|user ?id|customer ?id|e-?mail( address)?|phone( number)?|mobile|编号|会员号|邮箱|电子邮箱|手机号?|电话)$/i;

/**
 * Returns the first field of each row, without empty rows, repeats and a heading.
 */
export function valuesIn(text: string): string[] {
  const values = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map(firstField)
    .filter((value) => value !== '');
  return [...new Set(HEADINGS.test(values[0] ?? '') ? values.slice(1) : values)];
}

/** Returns the text before the first comma, semicolon or tab; quotes around it are taken off. */
function firstField(row: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(row);
  return (quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (row.split(/[,;\t]/, 1)[0] ?? '')).trim();
}

/** Returns what most of the values look like. */
export function kindOf(values: readonly string[]): ListedBy {
  const some = values.slice(0, 50);
  const most = (test: RegExp) => some.filter((value) => test.test(value)).length * 2 > some.length;
  if (most(/^[^@\s]+@[^@\s]+$/)) return 'email';
  return most(/^(\+|00)[\d\s().-]{7,}$/) ? 'phone' : 'id';
}
