// The metric and the period that drive the cards of Home, kept in the address.
import { useSearchParams } from 'react-router';

export const METRICS = ['revenue', 'repeat', 'equity'] as const;
export type Metric = (typeof METRICS)[number];

/** Days up to now. */
export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

export interface Shown {
  metric: Metric;
  days: Period;
}

/** Returns what an address asks for; the week's revenue where it asks for nothing that is known. */
export function shownIn(params: URLSearchParams): Shown {
  const days = Number(params.get('days'));
  return {
    metric: METRICS.find((one) => one === params.get('metric')) ?? 'revenue',
    days: PERIODS.find((one) => one === days) ?? 7,
  };
}

export function useShown(): Shown & { show: (next: Partial<Shown>) => void } {
  const [params, setParams] = useSearchParams();
  const shown = shownIn(params);
  const show = (next: Partial<Shown>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        const { metric, days } = { ...shown, ...next };
        after.set('metric', metric);
        after.set('days', String(days));
        return after;
      },
      { replace: true },
    );
  return { ...shown, show };
}
