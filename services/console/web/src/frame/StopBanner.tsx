// Shown on every page while all campaigns are stopped. Its parts are fetched when a stop holds.
import { Suspense, lazy } from 'react';
import { useMay } from '../features/may';
import { useStop } from '../queries/stop';

const Stopped = lazy(async () => ({ default: (await import('./Stopped')).Stopped }));

export function StopBanner() {
  const stop = useStop(useMay('campaigns:read'));
  if (stop === null) return null;
  return (
    <Suspense fallback={null}>
      <Stopped stop={stop} />
    </Suspense>
  );
}
