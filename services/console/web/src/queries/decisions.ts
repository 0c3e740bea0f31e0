import { $api } from '../api/client';

const EVERY_MS = 5_000;
const LATEST = 50;

/** The latest decisions about a customer, newest first. */
export const useDecisions = (customer: string) =>
  $api.useQuery(
    'get',
    '/api/decisions',
    { params: { query: { customer, limit: LATEST } } },
    { refetchInterval: EVERY_MS },
  );
