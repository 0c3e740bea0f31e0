// JSON in a field that people edit. Pure.

/** Returns the object in a text; null where it is none. */
export function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Returns the text with line breaks and indents; unchanged where it is no object. */
export function prettyObject(text: string): string {
  const json = parsedObject(text);
  return json === null ? text : JSON.stringify(json, null, 2);
}
