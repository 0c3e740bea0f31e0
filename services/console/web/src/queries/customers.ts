// Search for customers while typing.
import { type QueryClient, keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { $api } from '../api/client';

const TYPING_MS = 200;
const FOUND = 10;

/** The text once typing pauses. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

const searchFor = (query: string) => ({ params: { query: { query, limit: FOUND } } });

/** Customers by the beginning of a name, an address or an id; idle while nothing is asked. */
export function useCustomerSearch(text: string) {
  const query = useSettled(text.trim());
  return $api.useQuery('get', '/api/customers', searchFor(query), {
    select: ({ items }) => items,
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
}

/** The same at once, before typing has paused. */
export const findCustomers = async (client: QueryClient, query: string) =>
  (await client.fetchQuery($api.queryOptions('get', '/api/customers', searchFor(query)))).items;

/** The options of the query for one customer. */
export const customerAt = (reference: string) =>
  $api.queryOptions('get', '/api/customers/{reference}', { params: { path: { reference } } });
