// Decisions as transactions: loads what is known of the customers concerned, decides, saves; again when the rules changed meanwhile.
import type { Signal } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { StaleRules } from '@segue/store';
import { CampaignRules, type CurrentRules } from './campaign.rules';
import { CampaignStore, type Decided } from './campaign.store';
import { decisionId, resumption } from './domain/decide';
import { type Instants, type Waiting, asked, decideBatch, resumeBatch, tellsKin } from './domain/decide-batch';

const AT_ONCE = 500;

export class Decider {
  constructor(
    private readonly store: CampaignStore,
    private readonly rules: CampaignRules,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  async decide(batch: readonly Signal[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const { campaigns } = current.rules;
      const concerning = batch.filter((signal) => tellsKin(signal) || asked(signal, campaigns).length > 0);
      if (concerning.length === 0) return { decisions: [], owed: [] };
      const ids = concerning.flatMap((signal) => asked(signal, campaigns).map((one) => one.id));
      const instants = await this.instants();
      return this.store.change(identitiesIn(concerning), ids, current.version, (known) =>
        decideBatch(concerning, known, current.rules, instants),
      );
    });
  }

  /** Whether a wait is over by the wall clock, which the service's time never overtakes. */
  isAnythingDue(): Promise<boolean> {
    return this.store.isAnythingDue(this.clock.now());
  }

  /** Decides again what waited until `until`, in rounds; answers with what each of them decided. */
  async *resumeUntil(until: number): AsyncGenerator<Decided> {
    for (;;) {
      const due = await this.store.due(until, AT_ONCE);
      if (due.length === 0) return;
      yield await this.resume(due);
      if (due.length < AT_ONCE) return;
    }
  }

  private async resume(due: readonly Waiting[]): Promise<Decided> {
    return this.withRules(async (current) => {
      const ids = due.map((one) => decisionId(one.campaign, one.signal.id, resumption(one.dueAt)));
      const instants = await this.instants();
      const signals = due.map((one) => one.signal);
      return this.store.change(identitiesIn(signals), ids, current.version, (known) =>
        // Another instance may have taken some of them meanwhile: only what still waits under the lock is resumed.
        resumeBatch(
          known.waiting.filter((one) => isAmong(one, due)),
          known,
          current.rules,
          instants,
        ),
      );
    });
  }

  private async withRules<T>(work: (current: CurrentRules) => Promise<T>): Promise<T> {
    for (let stale = false; ; stale = true) {
      try {
        return await work(await this.rules.read(stale));
      } catch (error) {
        if (!(error instanceof StaleRules)) throw error;
      }
    }
  }

  /** While history is replayed a decision is taken at its own instant, else now. */
  private async instants(): Promise<Instants> {
    const { mode, now } = await this.time.ofBatches();
    if (mode === 'stream') return { ofSignal: (occurredAt) => Math.max(occurredAt, now), ofWait: (dueAt) => dueAt };
    return { ofSignal: () => this.clock.now(), ofWait: () => this.clock.now() };
  }
}

const identitiesIn = (signals: readonly Signal[]) => [...new Set(signals.flatMap((signal) => signal.identities))];

const isAmong = (waiting: Waiting, due: readonly Waiting[]) =>
  due.some(
    (one) => one.campaign === waiting.campaign && one.signal.id === waiting.signal.id && one.dueAt === waiting.dueAt,
  );
