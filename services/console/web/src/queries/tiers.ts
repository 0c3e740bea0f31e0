// How many customers are in which value tier, who moved, and who moves next.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { $api } from '../api/client';
import type { Customer, NextChange } from '../api/types';
import { useStoreNow } from './clock';
import { customerAt } from './customers';

const EVERY_MS = 10_000;

export const useTierCounts = () => $api.useQuery('get', '/api/tiers', {}, { refetchInterval: EVERY_MS });

export const WEEK_DAYS = 7;
const DAY_MS = 86_400_000;
/** A period begins at a whole minute, so that the same question is asked for a while. */
const MINUTE_MS = 60_000;

/** The moves of so many days up to the store's time. */
export function useTierFlow(days: number = WEEK_DAYS) {
  const now = useStoreNow(MINUTE_MS);
  const since = new Date(Math.floor((now - days * DAY_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
  return $api.useQuery(
    'get',
    '/api/tiers/flow',
    { params: { query: days === WEEK_DAYS ? {} : { since } } },
    { refetchInterval: EVERY_MS, placeholderData: keepPreviousData },
  );
}

const LOOKED_AT = 20;

export interface Upcoming {
  customer: Customer;
  change: NextChange;
}

interface Due {
  customer: string;
  change: NextChange | null;
}

/** The soonest change of a value tier or a segment, else that of an RFM name. */
function soonest(upcoming: readonly Due[]): { customer: string; change: NextChange } | null {
  const due = upcoming.flatMap(({ customer, change }) => (change === null ? [] : [{ customer, change }]));
  return due.find(({ change }) => change.subject !== 'rfm') ?? due[0] ?? null;
}

/** The change that comes next if nothing happens; null where none does, undefined until known. */
export function useNextChange(): Upcoming | null | undefined {
  const { data: next } = $api.useQuery(
    'get',
    '/api/tiers/upcoming',
    { params: { query: { limit: LOOKED_AT } } },
    { refetchInterval: EVERY_MS, select: soonest },
  );
  const { data: customer } = useQuery({
    ...customerAt(next?.customer ?? ''),
    enabled: !!next,
    refetchInterval: EVERY_MS,
  });
  if (next === null) return null;
  return next === undefined || customer === undefined ? undefined : { customer, change: next.change };
}
