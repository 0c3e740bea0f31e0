// Queries of Connect.
import { $api } from '../../api/client';

const EVERY_MS = 3_000;

export const useSources = () => $api.useQuery('get', '/api/sources', {}, { select: ({ items }) => items });

export const useSource = (id: string) => $api.useQuery('get', '/api/sources/{id}', { params: { path: { id } } });

export const useActivity = () =>
  $api.useQuery('get', '/api/sources/activity', {}, { refetchInterval: EVERY_MS, select: ({ items }) => items });

export const useEvents = (id: string) =>
  $api.useQuery(
    'get',
    '/api/sources/{id}/events',
    { params: { path: { id } } },
    { refetchInterval: EVERY_MS, select: ({ items }) => items },
  );
