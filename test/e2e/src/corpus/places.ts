// Places within JSON values.
export type Place = readonly (string | number)[];

/** Returns every place within a value, except the whole. */
export function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [[...at, key], ...placesIn(one, [...at, key])]);
}

/** Returns a copy with another value at this place; undefined removes it. */
export function changed(whole: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((one, at) => (String(at) === String(key) ? (changed(one, rest, value) ?? null) : one));
  const next = changed((whole as Record<string, unknown>)[key], rest, value);
  const { [String(key)]: _, ...others } = whole as Record<string, unknown>;
  return next === undefined ? others : { ...others, [key]: next };
}
