// Plays the last week again from its records: changes of tiers and segments, and decisions. Nothing
// is written.
import { useCallback, useEffect, useState } from 'react';
import { api, dataOf } from '../../../api/client';
import type { News } from '../../../api/live';
import { newestOfEach } from './newest-of-each';

const WEEK_MS = 7 * 86_400_000;
const PAGE = 200;
const MAX_NEWS = 240;
/** The whole week takes about this long. */
const PACE_MS = 30_000;

interface WeekReplay {
  state: 'idle' | 'loading' | 'playing';
  /** The news shown so far, newest first. */
  news: readonly News[];
  fault: unknown;
  play: () => void;
  stop: () => void;
}

/** @param until the end of the week, UTC ms */
export function useWeekReplay(until: number): WeekReplay {
  const [week, setWeek] = useState<readonly News[]>([]);
  const [shown, setShown] = useState(0);
  const [state, setState] = useState<WeekReplay['state']>('idle');
  const [fault, setFault] = useState<unknown>(null);
  const stop = useCallback(() => setState('idle'), []);
  const play = useCallback(() => {
    setState('loading');
    setFault(null);
    setShown(0);
    weekBefore(until)
      .then((news) => {
        setWeek(news);
        setState(news.length === 0 ? 'idle' : 'playing');
      })
      .catch((error: unknown) => {
        setFault(error);
        setState('idle');
      });
  }, [until]);
  useEffect(() => {
    if (state !== 'playing') return undefined;
    const timer = setInterval(() => setShown((count) => count + 1), PACE_MS / Math.max(1, week.length));
    return () => clearInterval(timer);
  }, [state, week]);
  return {
    state: state === 'playing' && shown > week.length + 8 ? 'idle' : state,
    news: newest(week, shown),
    fault,
    play,
    stop,
  };
}

const newest = (week: readonly News[], shown: number) => week.slice(0, shown).reverse();

/** Oldest first. */
async function weekBefore(until: number): Promise<News[]> {
  const since = new Date(until - WEEK_MS).toISOString();
  const [transitions, decisions] = await Promise.all([movesSince(since), newestDecisions()]);
  const moves = transitions.map((one): News => {
    const { customer, number, kind, subject, from, to, occurredAt } = one;
    return {
      ...{ id: `again/${customer}/${number}`, customer, name: null, identity: null, at: occurredAt },
      ...{ kind: kind as 'tier', subject, from, to },
    };
  });
  const decided = decisions
    .filter(({ reason }) => reason !== 'history')
    .map((one): News => {
      const { id, customer, campaign, outcome, reason, decidedAt, content } = one;
      const channel = (content as { channel?: string } | null)?.channel ?? null;
      return {
        ...{ id: `again/${id}`, customer, name: null, identity: null, at: decidedAt },
        ...{ kind: 'decision', decision: id, campaign, outcome, reason, channel },
      };
    });
  const week = [...moves, ...decided].filter(({ at }) => at >= since);
  return named(newestOfEach(week, MAX_NEWS));
}

async function movesSince(since: string) {
  const kinds = [{ kind: 'tier', subject: 'value' }, { kind: 'entered' }, { kind: 'left' }] as const;
  const pages = kinds.map((kind) =>
    dataOf(api.GET('/api/transitions', { params: { query: { ...kind, since, limit: PAGE } } })),
  );
  return (await Promise.all(pages)).flatMap(({ items }) => items);
}

/**
 * Each kind by itself, since an edit or a new model may have held back hundreds at once as history.
 */
async function newestDecisions() {
  const pages = [{ outcome: 'sent' }, { outcome: 'deferred' }, {}].map((filter) =>
    dataOf(api.GET('/api/decisions', { params: { query: { ...filter, limit: PAGE } as { limit: number } } })),
  );
  const items = (await Promise.all(pages)).flatMap((page) => page.items);
  return [...new Map(items.map((one) => [one.id, one])).values()];
}

const NAMES_AT_ONCE = 150;

async function named(news: readonly News[]): Promise<News[]> {
  const ids = [...new Set(news.map(({ customer }) => customer))];
  const names = new Map<string, Pick<News, 'name' | 'identity'>>();
  for (let from = 0; from < ids.length; from += NAMES_AT_ONCE) {
    const some = ids.slice(from, from + NAMES_AT_ONCE).join(',');
    const { items } = await dataOf(
      api.GET('/api/customers', { params: { query: { ids: some, limit: NAMES_AT_ONCE } } }),
    );
    for (const { customer, name, traits, identities } of items) {
      const { email } = traits as { email?: unknown };
      const called = name ?? (typeof email === 'string' ? email : null);
      names.set(customer, { name: called, identity: identities[0] ?? null });
    }
  }
  return news.map((one) => ({ ...one, ...names.get(one.customer) }));
}
