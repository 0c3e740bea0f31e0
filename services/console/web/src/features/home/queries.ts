// Queries of Home.
import { $api } from '../../api/client';

const EVERY_MS = 10_000;

/** How many customers have orders in a currency without a rate of exchange. */
export const useUnvalued = () =>
  $api.useQuery('get', '/api/customers/unvalued', {}, { refetchInterval: EVERY_MS, retry: false });
