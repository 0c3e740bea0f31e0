// The states of a query: loading (a skeleton after 300 ms), error, and data, which stays while it
// is fetched again.
import { Skeleton } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from './Fault';

const PATIENCE_MS = 300;

/** The part of a query's result that is shown. */
export interface Answer<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => Promise<unknown>;
}

interface LoadedProps<T> {
  query: Answer<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, rows = 4, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Fault error={query.error} onRetry={() => void query.refetch()} />;
  return <LateSkeleton rows={rows} />;
}

interface BelowProps {
  /** The query of the part above. */
  query: Pick<Answer<unknown>, 'data' | 'error'>;
  children: ReactNode;
}

/**
 * What stands below a part whose height is not known before it is loaded: fetched beside it, and
 * shown once that part is there or has failed, so that nothing moves away from under the pointer.
 */
export function Below({ query: { data, error }, children }: BelowProps) {
  const isSettled = data !== undefined || Boolean(error);
  return <div style={{ display: isSettled ? 'contents' : 'none' }}>{children}</div>;
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
