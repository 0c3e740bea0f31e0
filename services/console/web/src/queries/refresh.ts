// Fetching again, and answers that may be missing.
import type { QueryClient, QueryFunctionContext, QueryKey } from '@tanstack/react-query';
import { ApiFault } from '../api/session';

/** Fetches again whatever is shown of a path and of the paths below it. */
export function refresh(client: QueryClient, path: string): Promise<void> {
  const isBelow = (other: unknown) => other === path || String(other).startsWith(`${path}/`);
  return client.invalidateQueries({ predicate: ({ queryKey: [, other] }) => isBelow(other) });
}

interface Asked<T, K extends QueryKey> {
  queryKey: K;
  queryFn: (context: QueryFunctionContext<K, never>) => T | Promise<T>;
}

/** The same query, resolving to null where the API answers that there is no such thing (404). */
export const orNull = <T, K extends QueryKey>({ queryKey, queryFn }: Asked<T, K>) => ({
  queryKey,
  queryFn: (context: QueryFunctionContext<K, never>): Promise<T | null> =>
    Promise.resolve(queryFn(context)).catch((error: unknown) => {
      if (error instanceof ApiFault && error.status === 404) return null;
      throw error;
    }),
});
