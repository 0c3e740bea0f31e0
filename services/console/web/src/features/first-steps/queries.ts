import { $api } from '../../api/client';

/** The latest message that was held back; one held back as history only where there is no other. */
export const useLatestHeld = () =>
  $api.useQuery(
    'get',
    '/api/decisions',
    { params: { query: { outcome: 'held', limit: 50 } } },
    {
      staleTime: 60_000,
      select: ({ items }) => items.find(({ reason }) => reason !== 'history') ?? items[0] ?? null,
    },
  );
