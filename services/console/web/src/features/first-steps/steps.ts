// The first steps, kept in this browser. Each is ticked where it is done.
import { useSyncExternalStore } from 'react';

export const STEPS = ['sale', 'customer', 'why', 'language', 'data'] as const;
export type Step = (typeof STEPS)[number];

const KEPT = 'segue.steps';
const listeners = new Set<() => void>();

export function tick(step: Step | 'closed'): void {
  const done = read();
  if (done.includes(step)) return;
  localStorage.setItem(KEPT, [...done.split(',').filter(Boolean), step].join(','));
  for (const listener of listeners) listener();
}

export function useSteps(): ReadonlySet<string> {
  const done = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
  return new Set(done.split(','));
}

const read = () => localStorage.getItem(KEPT) ?? '';
