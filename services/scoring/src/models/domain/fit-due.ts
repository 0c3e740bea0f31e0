// When models are fitted without being asked: daily, and soon after many customers have come, as
// with an import. Pure; times are UTC milliseconds.

export interface FitState {
  /** When the last fit began, whether it ended or not; null before the first. */
  readonly triedAt: number | null;
  /** When the last one ended that did. */
  readonly fittedAt: number | null;
  /** Customers at that fit. */
  readonly customers: number;
}

const DAY_MS = 86_400_000;
const RETRY_MS = 600_000;
/** A tenth more customers are worth a fit. */
const GROWTH = 1.1;
/** Within two looks an import brings more than this. */
const SETTLED = 1.01;

/**
 * @param customers how many there are now. @param before how many there were at the look before;
 * null at the first look. An import is waited for until it brings no more customers.
 */
export function isFitDue(state: FitState, customers: number, before: number | null, now: number): boolean {
  if (customers === 0 || (state.triedAt !== null && now - state.triedAt < RETRY_MS)) return false;
  if (state.fittedAt !== null && now - state.fittedAt >= DAY_MS) return true;
  const isSettled = before !== null && customers <= before * SETTLED;
  return isSettled && customers >= state.customers * GROWTH;
}
