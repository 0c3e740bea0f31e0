// A store of one customer in memory, for tests of the engine of journeys: what a plan changes is
// kept as the tables keep it, or lost as in a crash before the commit.
import type { Identity, Signal } from '@segue/contracts';
import type { KnownContacts, Plan, Rules } from '../src/decide/domain/batch';
import { enrolmentsFor } from '../src/decide/domain/relevance';
import { type Count, countsIn, summed } from '../src/journeys/domain/counts';
import type { WaitingEnrolment } from '../src/journeys/domain/enrolment';
import { keyOf } from '../src/journeys/domain/goal';
import type { Passed, StoryEnd } from '../src/journeys/domain/record';
import type { Version } from '../src/journeys/domain/versions';
import { NOTHING_KNOWN, planOf, resumedPlanOf } from './builders';

export class ModelStore {
  readonly decisions: Plan['decisions'] = [];
  readonly begun = new Set<string>();
  readonly ended = new Map<string, StoryEnd>();
  readonly passed = new Map<string, Passed>();
  versions: Version[] = [];
  private readonly counted: Count[] = [];
  private readonly waiting = new Map<string, WaitingEnrolment>();
  private readonly states = new Map<Identity, NonNullable<ReturnType<KnownContacts['states']['get']>>>();
  private readonly contacts = new Map<Identity, NonNullable<ReturnType<KnownContacts['contacts']['get']>>>();

  constructor(public rules: Rules) {}

  /** Decides a batch at `now`; nothing is kept where the process crashes before the commit. */
  take(signals: readonly Signal[], now: number, crashes = false): Plan {
    const ids = enrolmentsFor(signals, this.rules.campaigns);
    const known = this.known(now, signals.map(keyOf), ids);
    const plan = planOf(signals, known, this.rules, { ofSignal: () => now, ofWait: () => now });
    if (!crashes) this.keep(plan);
    return plan;
  }

  /** Resumes what is due at `now`, as the timer does. */
  resume(now: number, crashes = false): Plan {
    const known = this.known(now, [], []);
    const plan = resumedPlanOf(known.due, known, this.rules, { ofSignal: () => now, ofWait: () => now });
    if (!crashes) this.keep(plan);
    return plan;
  }

  /** Returns when the next wait ends; null when nothing waits. */
  nextDue(): number | null {
    const all = this.waits().flatMap(({ dueAt, state }) => (state === 'waiting' ? [dueAt] : []));
    return all.length > 0 ? Math.min(...all) : null;
  }

  waits(): readonly WaitingEnrolment[] {
    return [...this.waiting.values()];
  }

  /** Lets those go on that were paused. */
  release(now: number): void {
    for (const one of this.waits())
      if (one.state === 'paused')
        this.waiting.set(one.id, { ...one, state: 'waiting', dueAt: Math.max(one.dueAt, now) });
  }

  counts() {
    return summed(this.counted);
  }

  private known(until: number, keys: readonly string[], enrolments: readonly string[]): KnownContacts {
    const isLoaded = ({ dueAt, awaits, goal, state }: WaitingEnrolment) =>
      (state === 'waiting' && dueAt <= until) || keys.includes(awaits ?? '') || keys.includes(goal ?? '');
    const all = [...this.waiting.values()].map((one) => structuredClone(one));
    const later = new Map<Identity, string[]>();
    for (const { identity, journey } of all.filter((one) => !isLoaded(one)))
      later.set(identity, [...(later.get(identity) ?? []), journey]);
    return {
      ...NOTHING_KNOWN,
      ...{ contacts: new Map(this.contacts), states: new Map(this.states), versions: this.versions },
      decided: new Set(this.decisions.map(({ id }) => id)),
      begun: new Set(enrolments.filter((id) => this.begun.has(id))),
      due: all.filter(isLoaded),
      waitingLater: later,
    };
  }

  private keep({ decisions, contacts, waiting, resumed, states, record }: Plan): void {
    this.decisions.push(...decisions);
    for (const [identity, contact] of contacts) this.contacts.set(identity, contact);
    for (const { id } of resumed) this.waiting.delete(id);
    for (const one of waiting) if (!resumed.includes(one)) this.waiting.set(one.id, one);
    for (const [identity, state] of states) {
      if (state === null) this.states.delete(identity);
      else this.states.set(identity, state);
    }
    for (const { id } of record.begun) this.begun.add(id);
    for (const end of record.ended) this.ended.set(end.id, end);
    for (const one of record.passed) this.passed.set(`${one.enrolment} ${one.turn}`, one);
    this.counted.push(...countsIn(record));
  }
}
