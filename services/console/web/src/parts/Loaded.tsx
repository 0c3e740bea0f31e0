// One query in its four states: loading (a skeleton, but only after 300 ms), error, and data; old
// data stays while new is fetched.
import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from './Fault';

const PATIENCE_MS = 300;

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, rows = 4, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Fault error={query.error} onRetry={() => void query.refetch()} />;
  return <LateSkeleton rows={rows} />;
}

export function LateSkeleton({ rows }: { rows: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy aria-label={t('states.loading')} style={{ minHeight: rows * 32 }}>
      {late && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  );
}
