// Loads what is known of the customers concerned, decides and saves, in one transaction; again when
// the rules changed meanwhile.
import type { Signal } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { underCurrentRules } from '@segue/store';
import { CampaignRules, type CurrentRules } from '../journeys/campaign.rules';
import { CampaignStore, type Decided } from './campaign.store';
import type { Campaign } from '../journeys/domain/campaign';
import { FailureStreaks } from '../content/domain/content';
import { decisionId, resumption } from './domain/decision';
import { type Failures, type Instants, type KnownContacts, type Outcome, type Plan } from './domain/batch';
import type { WaitingEnrolment } from '../journeys/domain/enrolment';
import { addressesIn, decisionsFor, relevantSignals, isRelevant } from './domain/relevance';
import { decideBatch, resumeBatch } from './domain/decide-batch';
import type { Renderer } from '../content/renderer';
import { StillRendering, Wording } from '../content/wording';

const AT_ONCE = 500;

type Decide = (known: KnownContacts, failures: Failures) => Generator<void, Plan>;

export class Decider {
  private readonly streaks = new FailureStreaks();

  constructor(
    private readonly store: CampaignStore,
    private readonly rules: CampaignRules,
    private readonly renderer: Renderer,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  async decide(batch: readonly Signal[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const { campaigns } = current.rules;
      const inReach = addressesBy(campaigns);
      const relevant = await this.concerning(batch, current);
      if (relevant.length === 0) return { decisions: [], unpublished: [] };
      const ids = relevant.flatMap((signal) => decisionsFor(signal, campaigns).map((one) => one.id));
      const instants = await this.instants();
      const until = Math.max(...relevant.map((signal) => instants.ofSignal(signal.occurredAt)));
      return this.worded(
        (work) => this.store.change(identitiesIn(relevant), ids, until, current.version, inReach(relevant), work),
        (known, failures) => decideBatch(relevant, known, current.rules, instants, failures),
      );
    });
  }

  private async concerning(batch: readonly Signal[], { rules }: CurrentRules): Promise<Signal[]> {
    const others = batch.filter((signal) => !isRelevant(signal, rules.campaigns));
    return relevantSignals(batch, rules.campaigns, await this.store.waitingAmong(identitiesIn(others)));
  }

  /** Whether a wait is over by the wall clock, which the service's time never overtakes. */
  isAnythingDue(): Promise<boolean> {
    return this.store.isAnythingDue(this.clock.now());
  }

  /** Resumes enrolments that are due at `until`, in rounds; yields the decisions of each. */
  async *resumeUntil(until: number): AsyncGenerator<Decided> {
    for (;;) {
      const due = await this.store.due(until, AT_ONCE);
      if (due.length === 0) return;
      yield await this.resume(due);
      if (due.length < AT_ONCE) return;
    }
  }

  private async resume(due: readonly WaitingEnrolment[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const ids = due.map((one) => decisionId(one.journey, one.context.signal.id, resumption(one.dueAt)));
      const instants = await this.instants();
      const signals = due.map(({ context }) => context.signal);
      const inReach = addressesBy(current.rules.campaigns);
      const until = Math.max(...due.map((one) => one.dueAt));
      const waits = new Set(due.map(waitOf));
      return this.worded(
        (work) => this.store.change(identitiesIn(signals), ids, until, current.version, inReach(signals), work),
        (known, failures) => {
          // Another instance may have taken some of them: only those that still wait under the lock
          // are resumed.
          const left = known.due.filter((one) => waits.has(waitOf(one)));
          return resumeBatch(left, known, current.rules, instants, failures);
        },
      );
    });
  }

  /**
   * Decides under the locks that `locked` takes. Short rendering happens under the locks; longer
   * rendering continues without them, and then everything is decided again with the rendered
   * content.
   */
  private async worded(locked: (work: (known: KnownContacts) => Promise<Outcome>) => Promise<Decided>, decide: Decide) {
    const wording = new Wording(this.renderer);
    for (;;) {
      try {
        return await locked((known) => wording.decide((failures) => decide(known, failures)));
      } catch (error) {
        if (!(error instanceof StillRendering)) throw error;
        await error.end;
      }
    }
  }

  /**
   * Pauses campaigns that fail to render for several customers in a row, and records the reason.
   */
  private async pauseFailing({ decisions }: Decided): Promise<void> {
    for (const { campaign, version, because } of this.streaks.note(decisions)) {
      await this.rules.pause(campaign, version, because);
    }
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

  /** While history is replayed a decision is taken at its own instant, else now. */
  private async instants(): Promise<Instants> {
    const { mode, now } = await this.time.ofBatches();
    if (mode === 'stream') return { ofSignal: (occurredAt) => Math.max(occurredAt, now), ofWait: (dueAt) => dueAt };
    const present = this.clock.now();
    return { ofSignal: () => present, ofWait: () => present };
  }
}

const identitiesIn = (signals: readonly Signal[]) => [...new Set(signals.flatMap((signal) => signal.identities))];

const addressesBy =
  (campaigns: readonly Campaign[]) => (signals: readonly Signal[]) => (known: Omit<KnownContacts, 'mailboxes'>) =>
    addressesIn(signals, known, campaigns);

const waitOf = ({ id, dueAt }: WaitingEnrolment) => `${id} ${dueAt}`;
