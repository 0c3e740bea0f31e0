// When models are fitted without being asked: daily, and soon after many customers have come, as
// with an import. Pure; times are UTC milliseconds.

export interface FitState {
  /** When the last fit began, also if it failed; null before the first. */
  readonly triedAt: number | null;
  /** When the last successful fit ended. */
  readonly fittedAt: number | null;
  /** Customers at that fit. */
  readonly customers: number;
}

const DAY_MS = 86_400_000;
const RETRY_MS = 600_000;
/** A tenth more customers are worth a fit. */
const GROWTH = 1.1;
/** An import adds more customers than this between two looks. */
const SETTLED = 1.01;

/**
 * Returns why a fit is due; null if none is.
 * @param customers how many there are now. @param before how many there were at the look before;
 * null at the first look. An import is waited for until it brings no more customers.
 */
export function fitDue(
  state: FitState,
  customers: number,
  before: number | null,
  now: number,
): 'daily' | 'growth' | null {
  if (customers === 0 || (state.triedAt !== null && now - state.triedAt < RETRY_MS)) return null;
  const isSettled = before !== null && customers <= before * SETTLED;
  if (isSettled && customers >= state.customers * GROWTH) return 'growth';
  return state.fittedAt !== null && now - state.fittedAt >= DAY_MS ? 'daily' : null;
}
