// The waterfall of an audience, from its portions: exact, or an estimate with its error. Pure.
import type { AudiencePortion } from '../../../api/types';

export interface Audience {
  looked: number;
  /** Customers of the audience. */
  total: number;
  /** Customers and some of their ids, by reason. */
  reasons: Readonly<Record<string, { customers: number; named: readonly string[] }>>;
  shared: number;
  /** Number of receivers without it, by field. */
  empty: Readonly<Record<string, number>>;
  next: string | null;
  at: string;
}

/** Audiences up to this size are counted exactly; of larger ones a sample of SAMPLE customers. */
export const EXACT_UP_TO = 20_000;
export const SAMPLE = 4_000;
const NAMED = 50;
/** Standard deviations of the 95 % interval of the normal distribution. */
const Z = 1.96;

/** Returns the audience with one more portion. */
export function withPortion(before: Audience | null, portion: AudiencePortion): Audience {
  const reasons: Record<string, { customers: number; named: readonly string[] }> = { ...before?.reasons };
  for (const { reason, customers, named } of portion.steps) {
    const known = reasons[reason] ?? { customers: 0, named: [] };
    reasons[reason] = { customers: known.customers + customers, named: [...known.named, ...named].slice(0, NAMED) };
  }
  const empty: Record<string, number> = { ...before?.empty };
  for (const { field, customers } of portion.empty) empty[field] = (empty[field] ?? 0) + customers;
  return {
    ...{ reasons, empty, next: portion.next, at: portion.at },
    looked: (before?.looked ?? 0) + portion.looked,
    shared: (before?.shared ?? 0) + portion.shared,
    total: portion.total ?? before?.total ?? 0,
  };
}

/** Whether another portion is to be asked for. */
export const isOpen = ({ next, total, looked }: Audience): boolean =>
  next !== null && (total <= EXACT_UP_TO || looked < SAMPLE);

export type StepName = 'control' | 'consent' | 'address' | 'capped' | 'other' | 'quiet' | 'receive';

/** The reasons of each step, in the order in which the send checks them. */
export const STEPS: readonly { name: StepName; reasons: readonly string[] }[] = [
  { name: 'other', reasons: ['history', 'chain', 'too-many-waiting', 'content', 'stopped', 'no-longer', 'under-way'] },
  { name: 'control', reasons: ['control', 'global-control'] },
  { name: 'consent', reasons: ['no-consent'] },
  { name: 'address', reasons: ['no-address', 'bad-address', 'bounced'] },
  { name: 'capped', reasons: ['again', 'cap'] },
  { name: 'quiet', reasons: ['quiet-hours'] },
  { name: 'receive', reasons: ['sent'] },
];

export interface Step {
  name: StepName;
  customers: number;
  /** Ids of some of them. */
  named: readonly string[];
}

/** Returns the steps with the customers of each, scaled up to the whole audience. */
export function stepsOf(audience: Audience): Step[] {
  return STEPS.map(({ name, reasons }) => {
    const found = reasons.flatMap((reason) => audience.reasons[reason] ?? []);
    const counted = found.reduce((sum, { customers }) => sum + customers, 0);
    return { name, customers: scaled(counted, audience), named: found.flatMap(({ named }) => named).slice(0, NAMED) };
  });
}

/** Returns a count of those looked at, scaled up to the whole audience. */
export function scaled(count: number, { next, looked, total }: Audience): number {
  return next === null || looked === 0 ? count : Math.round((count / looked) * total);
}

export interface Reach {
  /** Who would receive it now, or when quiet hours end. */
  customers: number;
  /** Half the width of the 95 % interval, customers; 0 when exact. */
  error: number;
  isExact: boolean;
  /** Of the audience, 0 to 1; null for an empty one. */
  share: number | null;
}

export function reachOf(audience: Audience): Reach {
  const { next, looked, total, reasons } = audience;
  const counted = (reasons.sent?.customers ?? 0) + (reasons['quiet-hours']?.customers ?? 0);
  const isExact = next === null;
  const customers = scaled(counted, audience);
  const share = looked === 0 ? null : counted / looked;
  const spread = share === null || isExact ? 0 : Math.sqrt((share * (1 - share) * (1 - looked / total)) / looked);
  return { customers, error: Math.ceil(Z * spread * total), isExact, share };
}
