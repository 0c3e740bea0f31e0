// A line that says from when the data is while the server cannot be reached; the data stays.
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';

export function Stale() {
  const { t } = useTranslation();
  const format = useFormat();
  const since = useStaleSince();
  if (since === null) return null;
  return (
    <div className="stale" role="status">
      {t('states.stale', { when: format.time(since) })}
    </div>
  );
}

/**
 * Returns the oldest instant of the data that is shown and could not be fetched again, UTC ms; null
 * where all data is fresh.
 */
function useStaleSince(): number | null {
  const cache = useQueryClient().getQueryCache();
  const read = () => {
    const since = cache
      .getAll()
      .filter(isStale)
      .map(({ state }) => state.dataUpdatedAt);
    return since.length === 0 ? null : Math.min(...since);
  };
  return useSyncExternalStore((changed) => cache.subscribe(changed), read);
}

const isStale = (query: Query) =>
  query.isActive() &&
  query.state.data !== undefined &&
  (query.state.error !== null || query.state.fetchFailureCount > 0);
