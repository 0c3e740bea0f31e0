// Filters and search in the address of the page. Pure.

/** Returns the parameters with some changed; an empty value removes a parameter. */
export function withParameters(parameters: URLSearchParams, values: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
