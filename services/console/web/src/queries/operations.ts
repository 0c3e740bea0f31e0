// The state of the services, and what they could not handle.
import { $api } from '../api/client';

const EVERY_MS = 10_000;
const LETTERS = 50;
const REFUSED = 50;

export const useHealth = (everyMs = EVERY_MS) => $api.useQuery('get', '/api/health', {}, { refetchInterval: everyMs });

export const useOpenLetters = () =>
  $api.useQuery(
    'get',
    '/api/dead-letters',
    { params: { query: { state: 'open', limit: LETTERS } } },
    { refetchInterval: EVERY_MS },
  );

/** The latest events that ingestion refused, newest first, and the cursor of a further page. */
export const useRefused = () =>
  $api.useQuery(
    'get',
    '/api/quarantine',
    { params: { query: { limit: REFUSED } } },
    {
      refetchInterval: EVERY_MS,
      retry: false,
      // The list also has remarks on events that were accepted.
      select: ({ items, next }) => ({ items: items.filter(({ taken }) => !taken), next }),
    },
  );

/** Imports, backfills and replays that come in or came in lately, newest first. */
export const useHistory = (everyMs = 3_000) =>
  $api.useQuery(
    'get',
    '/api/touchpoints',
    { params: { query: { limit: 1 } } },
    { refetchInterval: everyMs, select: ({ history }) => history },
  );
