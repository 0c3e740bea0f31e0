// Loads the customers concerned, decides, renders the messages and saves in one transaction. When
// the rules changed meanwhile, all of it is done again.
import type { Signal } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { underCurrentRules } from '@segue/store';
import { FailureStreaks } from '../content/domain/failures';
import type { Renderer } from '../content/renderer';
import { type Planning, decideWithContent } from '../content/wording';
import type { CampaignRules, CurrentRules } from '../journeys/campaign.rules';
import type { WaitingEnrolment } from '../journeys/domain/enrolment';
import { keyOf } from '../journeys/domain/goal';
import type { AddressesIn, CampaignStore, Decided, Scope } from './campaign.store';
import { decideBatch, resumeBatch } from './domain/decide-batch';
import { decisionId, resumption } from './domain/decision';
import { instantsOf } from './instants';
import { addressesIn, decisionsFor, enrolmentsFor, isRelevant, relevantSignals } from './domain/relevance';

const AT_ONCE = 500;

interface Together extends Pick<Scope, 'ids' | 'until'> {
  signals: readonly Signal[];
  /** The signals that have just been consumed; none where waits are resumed. */
  fresh: readonly Signal[];
}

export class Decider {
  private readonly streaks = new FailureStreaks();

  constructor(
    private readonly store: CampaignStore,
    private readonly rules: CampaignRules,
    private readonly renderer: Renderer,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  decide(batch: readonly Signal[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const signals = await this.concerning(batch, current);
      if (signals.length === 0) return { decisions: [], unpublished: [] };
      const ids = signals.flatMap((signal) => decisionsFor(signal, current.rules.campaigns).map(({ id }) => id));
      const instants = await instantsOf(this.time, this.clock);
      const until = Math.max(...signals.map((signal) => instants.ofSignal(signal.occurredAt)));
      return this.decideIn({ signals, fresh: signals, ids, until }, current, (known, failures) =>
        decideBatch(signals, known, current.rules, instants, failures),
      );
    });
  }

  /**
   * Returns merges, splits, signals that trigger a running campaign, and all signals of customers
   * with one of these or with a waiting enrolment.
   */
  private async concerning(batch: readonly Signal[], { rules }: CurrentRules): Promise<Signal[]> {
    const others = batch.filter((signal) => !isRelevant(signal, rules.campaigns));
    return relevantSignals(batch, rules.campaigns, await this.store.waitingAmong(identitiesIn(others)));
  }

  /** By the wall clock. The service's time may be earlier; then `resumeUntil` finds nothing yet. */
  isAnythingDue(): Promise<boolean> {
    return this.store.isAnythingDue(this.clock.now());
  }

  /** Resumes enrolments that are due at `until`, in rounds; yields the decisions of each. */
  async *resumeUntil(until: number): AsyncGenerator<Decided> {
    for (;;) {
      const due = await this.store.due(until, AT_ONCE);
      if (due.length === 0) return;
      yield await this.resume(due);
    }
  }

  private resume(due: readonly WaitingEnrolment[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const signals = due.map(({ context }) => context.signal);
      const ids = due.map((one) => decisionId(one.journey, one.context.signal.id, resumption(one.dueAt)));
      const instants = await instantsOf(this.time, this.clock);
      const until = Math.max(...due.map((one) => one.dueAt));
      const waits = new Set(due.map(waitOf));
      return this.decideIn({ signals, fresh: [], ids, until }, current, (known, failures) => {
        // `known.due` was read under the locks: some no longer wait, others are due as well.
        const ours = known.due.filter((one) => waits.has(waitOf(one)));
        return resumeBatch(ours, known, current.rules, instants, failures);
      });
    });
  }

  /**
   * Loads, plans, renders and saves in one transaction, without what cannot be rendered. After 200
   * ms it is rolled back to free the locks; once all is rendered, everything is done again.
   */
  private decideIn({ signals, fresh, ids, until }: Together, { rules, version }: CurrentRules, plan: Planning) {
    const { campaigns } = rules;
    const addresses: AddressesIn = (known) => addressesIn(signals, known, campaigns);
    const enrolments = enrolmentsFor(fresh, campaigns);
    const scope = { identities: identitiesIn(signals), ids, enrolments, until, keys: keysIn(fresh), campaigns };
    return decideWithContent(this.renderer, plan, (work) => this.store.change(scope, version, addresses, work));
  }

  private withRules(work: (current: CurrentRules) => Promise<Decided>): Promise<Decided> {
    return underCurrentRules(
      (isStale) => this.rules.read(isStale),
      async (current) => {
        const decided = await work(current);
        await this.pauseFailing(decided);
        return decided;
      },
    );
  }

  /** Pauses campaigns that fail to render for several customers in a row, with the reason. */
  private async pauseFailing({ decisions }: Decided): Promise<void> {
    for (const { campaign, version, because } of this.streaks.note(decisions))
      await this.rules.pause(campaign, version, because);
  }
}

const identitiesIn = (signals: readonly Signal[]) => [...new Set(signals.flatMap((signal) => signal.identities))];
const keysIn = (signals: readonly Signal[]) => [...new Set(signals.map(keyOf))];
const waitOf = ({ id, dueAt }: WaitingEnrolment) => `${id} ${dueAt}`;
