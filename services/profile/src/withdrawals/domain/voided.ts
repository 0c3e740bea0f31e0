// Voids the withdrawals that a public source sent in a period: which identities are affected, and
// what is published for each. Pure.
import { type Identity, type NumberedTouchpoint, type Touchpoint, turnOf } from '@segue/contracts';
import {
  OWN_SOURCE,
  type Part,
  type LastWrite,
  VOID_EVENT,
  WITHDRAWN,
  consentKeysOf,
  isLater,
  isVoided,
} from '@segue/parts';

/** Withdrawals of `source` recorded from `from` up to, not including, `until`; UTC milliseconds. */
export interface Period {
  source: string;
  from: number;
  until: number;
}

/**
 * Returns the touchpoint that voids an identity's withdrawals; null where there are none in the
 * period. It names the latest ones outside the period, because a part keeps only the latest of all.
 * Its id derives from the period, so a second run changes nothing.
 * @param touchpoints of the identity and the source.
 * @param now when it is written, UTC milliseconds.
 */
export function voidOf(
  identity: Identity,
  touchpoints: readonly NumberedTouchpoint[],
  { voids }: Pick<Part, 'voids'>,
  period: Period,
  now: number,
): Touchpoint | null {
  const { source, from, until } = period;
  const withdrawals = touchpoints.filter((one) => one.source === source && isPublicWithdrawal(one));
  const isIn = ({ recordedAt }: Touchpoint) => from <= recordedAt && recordedAt < until;
  if (!withdrawals.some(isIn)) return null;
  const standing = withdrawals.filter((one) => !isIn(one) && !isVoided(voids, source, one.recordedAt));
  const id = `void/${source}/${from}/${until}`;
  return {
    v: 1,
    identity,
    source: OWN_SOURCE,
    id,
    type: 'track',
    event: VOID_EVENT,
    ids: [identity],
    properties: { source, from, until, withdrawn: lastOf(standing) },
    context: {},
    // Its other content may differ by a touchpoint that came in between; the first run wins.
    digest: VOID_EVENT,
    occurredAt: now,
    recordedAt: now,
    // It is no act of the customer, so campaigns do not act on it.
    origin: 'backfill',
    cause: null,
  };
}

const isPublicWithdrawal = ({ type, event, trust }: Touchpoint) =>
  type === 'track' && event === WITHDRAWN && trust === 'public';

function lastOf(withdrawals: readonly Touchpoint[]): Record<string, LastWrite<number>> {
  const last: Record<string, LastWrite<number>> = {};
  for (const touchpoint of withdrawals) {
    const word = { value: touchpoint.recordedAt, at: touchpoint.occurredAt, by: turnOf(touchpoint) };
    for (const key of consentKeysOf(touchpoint)) {
      const known = last[key];
      if (!known || isLater(word, known)) last[key] = word;
    }
  }
  return last;
}
