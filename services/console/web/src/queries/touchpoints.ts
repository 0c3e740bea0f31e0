import { useQuery } from '@tanstack/react-query';
import { $api } from '../api/client';
import { orNull } from './refresh';

/**
 * One touchpoint by its key. Null where there is none, as of a message that could not be read; idle
 * while the key is null.
 */
export const useTouchpoint = (key: string | null) =>
  useQuery({
    ...orNull($api.queryOptions('get', '/api/touchpoints/{key}', { params: { path: { key: key ?? '' } } })),
    enabled: key !== null,
  });
