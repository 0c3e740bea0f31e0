import { useState } from 'react';

/**
 * Returns whether `now` was ever true. A drawer that was opened once stays mounted, so that its
 * closing is animated.
 */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
