// What the services tell, as one stream of news. Pure.
import type { DecisionNews, MoveNews, News, TouchpointNews } from '../console.views';

/** As the services' APIs show them; only what is used here. */
export interface TouchpointSeen {
  customer: string;
  identity: string;
  source: string;
  id: string;
  event: string;
  origin: string;
  occurredAt: string;
  recordedAt: string;
  simulated: boolean;
}

export interface TransitionSeen {
  customer: string;
  number: number;
  kind: string;
  subject: string;
  from: string | null;
  to: string | null;
  occurredAt: string;
}

export interface DecisionSeen {
  id: string;
  customer: string;
  campaign: string;
  outcome: string;
  reason: string;
  decidedAt: string;
}

interface Seen {
  touchpoints: readonly TouchpointSeen[];
  transitions: readonly TransitionSeen[];
  decisions: readonly DecisionSeen[];
}

/** Oldest first; of tiers only the value scheme, which is the one that people know by name. */
export function newsOf({ touchpoints, transitions, decisions }: Seen): News[] {
  const told = transitions.filter((one) => (one.kind === 'tier' ? one.subject === 'value' : isMembership(one.kind)));
  const all = [...touchpoints.map(ofTouchpoint), ...told.map(ofTransition), ...decisions.map(ofDecision)];
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const isMembership = (kind: string) => kind === 'entered' || kind === 'left';

function ofTouchpoint(seen: TouchpointSeen): TouchpointNews {
  const { customer, identity, source, id, event, origin, occurredAt, recordedAt, simulated } = seen;
  const common = { id: `touchpoint/${identity}/${source}/${id}`, customer, name: null, at: occurredAt };
  return { ...common, kind: 'touchpoint', event, origin, recordedAt, simulated };
}

function ofTransition({ customer, number, kind, subject, from, to, occurredAt }: TransitionSeen): MoveNews {
  const common = { id: `transition/${customer}/${number}`, customer, name: null, at: occurredAt };
  return { ...common, kind: kind as 'tier' | 'entered' | 'left', subject, from, to };
}

function ofDecision({ id, customer, campaign, outcome, reason, decidedAt }: DecisionSeen): DecisionNews {
  const common = { id: `decision/${id}`, customer, name: null, at: decidedAt };
  return { ...common, kind: 'decision', decision: id, campaign, outcome, reason };
}
