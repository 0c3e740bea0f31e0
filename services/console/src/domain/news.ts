// Touchpoints, transitions and decisions as one list of news. Pure.
import type { DecisionEntry, RecentTouchpoint, TransitionEntry } from '@segue/contracts';
import type { DecisionNews, MoveNews, News, TouchpointNews } from '../news.views';

type TransitionSeen = Omit<TransitionEntry, 'cause'>;
type DecisionSeen = Omit<DecisionEntry, 'cause'>;

interface Seen {
  touchpoints: readonly RecentTouchpoint[];
  transitions: readonly TransitionSeen[];
  decisions: readonly DecisionSeen[];
}

/**
 * Returns the news, oldest first, each once. Of tier changes only those of the scheme `value`,
 * whose names are known to users. History is left out. So are messages to the outbox, since their
 * decisions are in the list.
 */
export function newsOf({ touchpoints, transitions, decisions }: Seen): News[] {
  const moves = transitions.filter((one) => (one.kind === 'tier' ? one.subject === 'value' : isMembership(one.kind)));
  const all = [
    ...touchpoints.filter((one) => !isHistory(one) && one.channel !== 'outbox').map(ofTouchpoint),
    ...moves.filter((one) => !isHistory(one)).map(ofTransition),
    ...decisions.filter(({ reason }) => reason !== 'history').map(ofDecision),
  ];
  const once = [...new Map(all.map((one) => [one.id, one])).values()];
  return once.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const HISTORY: ReadonlySet<string> = new Set(['import', 'backfill']);
const isHistory = ({ origin }: { origin: string }) => HISTORY.has(origin);

/**
 * Returns whether news is a visit. Visits are frequent and alike, so they are limited separately.
 */
const isVisit = (news: News): boolean => news.kind === 'touchpoint' && !/^(Order|Consent|Message) /.test(news.event);

/** Returns the newest visits and the newest other news, oldest first. */
export function kept(news: readonly News[], visits: number, others: number): News[] {
  const newest = new Set([
    ...news.filter(isVisit).slice(-visits),
    ...news.filter((one) => !isVisit(one)).slice(-others),
  ]);
  return news.filter((one) => newest.has(one));
}

const isMembership = (kind: string) => kind === 'entered' || kind === 'left';

const unknown = (customer: string) => ({ customer, name: null, identity: null });

function ofTouchpoint(seen: RecentTouchpoint): TouchpointNews {
  const { customer, identity, source, id, event, origin, occurredAt, recordedAt, simulated } = seen;
  const common = { id: `touchpoint/${identity}/${source}/${id}`, ...unknown(customer), at: occurredAt };
  return { ...common, kind: 'touchpoint', event, origin, recordedAt, simulated };
}

function ofTransition({ customer, number, kind, subject, from, to, occurredAt }: TransitionSeen): MoveNews {
  const common = { id: `transition/${customer}/${number}`, ...unknown(customer), at: occurredAt };
  return { ...common, kind: kind as 'tier' | 'entered' | 'left', subject, from, to };
}

function ofDecision({ id, customer, campaign, outcome, reason, decidedAt, content }: DecisionSeen): DecisionNews {
  const common = { id: `decision/${id}`, ...unknown(customer), at: decidedAt };
  return { ...common, kind: 'decision', decision: id, campaign, outcome, reason, channel: content?.channel ?? null };
}
