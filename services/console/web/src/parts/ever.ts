import { useState } from 'react';

/** Whether it was ever so: what is opened once stays, so that it can close as it opened. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
