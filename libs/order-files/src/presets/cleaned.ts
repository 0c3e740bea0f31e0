// Fields without the marks by which spreadsheets keep them as text. Pure.

/**
 * Returns a field without `="…"`, and without an apostrophe before a number or an id.
 * @param isText whether an apostrophe may belong to the text, as in `'47 cap`.
 */
export function cleaned(field: string, isText: boolean): string {
  const [, inner] = /^="(.*)"$/s.exec(field) ?? [];
  const text = (inner ?? field).trim();
  return !isText && /^'[\d+=@-]/.test(text) ? text.slice(1) : text;
}
