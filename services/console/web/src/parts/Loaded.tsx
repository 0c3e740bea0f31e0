// The states of a query: loading (a skeleton after 300 ms), error, and data, which stays while it
// is fetched again.
import { Skeleton } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from './Fault';
import { type Progress, isHeldBack } from './held-back';

const PATIENCE_MS = 300;
/** For how long what is below waits for a part that neither comes nor fails. */
const BELOW_WAITS_MS = 4_000;

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
  query: Progress;
  children: ReactNode;
}

/**
 * What stands below a part whose height is not known before it is loaded: fetched beside it, and
 * shown once that part is there or has failed, so that nothing moves away from under the pointer;
 * at the latest after `BELOW_WAITS_MS`.
 */
export function Below({ query, children }: BelowProps) {
  const isLate = useLate(BELOW_WAITS_MS);
  return <div style={{ display: isHeldBack(query, isLate) ? 'none' : 'contents' }}>{children}</div>;
}

export function LateSkeleton({ rows }: { rows: number }) {
  const { t } = useTranslation();
  const late = useLate(PATIENCE_MS);
  return (
    <div aria-busy aria-label={t('states.loading')} style={{ minHeight: rows * 32 }}>
      {late && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  );
}

/** Returns whether this time has passed since the part was first shown. */
function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLate;
}
