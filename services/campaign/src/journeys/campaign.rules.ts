// The campaigns and limits in force: read when their version changes, edited one at a time.
import { type SegmentChanged, segments } from '@segue/contracts';
import { type Bus, unreadIn } from '@segue/bus';
import { type Db, type Queries, changeRules, raiseRules, rulesVersion } from '@segue/store';
import type { Clock } from '@segue/service';
import type { PausedBecause } from '../content/domain/failures';
import type { Rules } from '../decide/domain/batch';
import type { Limits } from '../limits/domain/restraint';
import { type StopChange, addStopChange, isAllStopped, stopChanges } from '../limits/stop.store';
import { type JourneyCounts, summed } from './domain/counts';
import { type Campaign, type CampaignDraft, type CampaignState, mayBecome } from './domain/campaign';
import { segmentsIn } from './domain/subscription';
import { DefinitionOutbox } from './definition.outbox';
import { addVersion, campaignIn, campaignsIn, publishAgain, saveState } from './rules.store';
import { limitsIn, saveLimits } from '../limits/limits.store';
import { deletedAmong, presentSegments, saveSegments } from './segment.store';
import { countsOf } from './story.store';

const MAX_STOP_CHANGES = 50;

export interface CurrentRules {
  version: number;
  rules: Rules;
}

export class CampaignRules {
  private current: CurrentRules | undefined;
  private readonly outbox: DefinitionOutbox;

  constructor(
    private readonly db: Db,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly brandZone: string,
  ) {
    this.outbox = new DefinitionOutbox(db, bus, clock);
  }

  /** Returns what is in force; reads the store only when `stale` or for the first time. */
  async read(stale = false): Promise<CurrentRules> {
    if (!this.current || stale) this.current = await this.load();
    return this.current;
  }

  list(): Promise<Campaign[]> {
    return campaignsIn(this.db);
  }

  find(id: string): Promise<Campaign | null> {
    return campaignIn(this.db, id);
  }

  limits(): Promise<Limits> {
    return limitsIn(this.db);
  }

  /** Whether segments that scoring has published are not read yet; false when the log is down. */
  async areSegmentsUnread(): Promise<boolean> {
    const lag = await this.bus.lag('campaign', segments.name).catch(() => []);
    return unreadIn(lag) > 0;
  }

  /** Returns how many entered each step, wait there and left it, and how enrolments ended. */
  async counts(id: string): Promise<JourneyCounts> {
    return summed(await countsOf(this.db, id));
  }

  segments(): Promise<string[]> {
    return presentSegments(this.db);
  }

  /**
   * Stores a new version; earlier decisions keep the one that they were taken by. Returns null when
   * `expected` is no longer the version in force.
   * @param moves whether enrolments under way go on by it where their step survives.
   * @throws {SegmentDeleted}
   */
  save(id: string, draft: CampaignDraft, expected: number, moves = false): Promise<Campaign | null> {
    return this.change(async (tx) => {
      const before = await campaignIn(tx, id);
      if ((before?.version ?? 0) !== expected) return null;
      await assertSegments(tx, draft);
      const state = before?.state ?? 'draft';
      const saved = { ...draft, id, version: expected + 1, state, pausedBecause: null };
      await addVersion(tx, id, saved.version, draft, this.clock.now(), moves);
      await saveState(tx, saved);
      return saved;
    });
  }

  /**
   * Returns null when there is no such campaign. @throws {StateRefused} @throws {SegmentDeleted}
   */
  setState(id: string, state: CampaignState): Promise<Campaign | null> {
    return this.change(async (tx) => {
      const before = await campaignIn(tx, id);
      if (!before) return null;
      if (!mayBecome(before.state, state)) throw new StateRefused(before.state, state);
      if (state === 'running') await assertSegments(tx, before);
      const after = { ...before, state, pausedBecause: null };
      await saveState(tx, after);
      return after;
    });
  }

  /**
   * Pauses a campaign that still runs in this version. The reason is kept until it is saved or
   * resumed.
   */
  async pause(id: string, version: number, because: PausedBecause): Promise<void> {
    await this.change(async (tx) => {
      const before = await campaignIn(tx, id);
      if (before?.version !== version || before.state !== 'running') return null;
      await saveState(tx, { id, version, state: 'paused', pausedBecause: because });
      return id;
    });
  }

  /**
   * Keeps segments, and pauses running campaigns whose segment was deleted, because no customer
   * enters it any more. Edits of campaigns wait meanwhile, so that none names it unnoticed.
   */
  async keepSegments(changed: readonly SegmentChanged[]): Promise<void> {
    await this.change(async (tx) => {
      const kept = await saveSegments(tx, changed);
      const deleted = await deletedAmong(tx, [...kept]);
      if (deleted.size === 0) return null;
      const paused = (await campaignsIn(tx)).filter(
        (campaign) => campaign.state === 'running' && segmentsIn(campaign).some((segment) => deleted.has(segment)),
      );
      for (const { id, version, ...campaign } of paused) {
        const segment = segmentsIn(campaign).find((one) => deleted.has(one)) as string;
        const pausedBecause = { reason: 'segment', segment } as const;
        await saveState(tx, { id, version, state: 'paused', pausedBecause });
      }
      return paused.length > 0 ? paused : null;
    });
  }

  stopChanges(): Promise<StopChange[]> {
    return stopChanges(this.db, MAX_STOP_CHANGES);
  }

  /** Stops or resumes all campaigns; decisions that are under way finish by the state before. */
  async stopAll(isStopped: boolean, by: string): Promise<void> {
    await this.change(async (tx) => {
      if ((await isAllStopped(tx)) === isStopped) return null;
      await addStopChange(tx, { isStopped, at: this.clock.now(), by });
      // Each definition says whether its campaign may send.
      await publishAgain(tx);
      return isStopped;
    });
  }

  async setLimits(limits: Limits): Promise<void> {
    await this.change((tx) => saveLimits(tx, limits));
  }

  /** Publishes definitions that a crash left unpublished. */
  sweep(): Promise<void> {
    return this.outbox.sweep();
  }

  private async change<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    const result = await this.db.transaction(async (tx) => {
      await changeRules(tx);
      const answer = await work(tx);
      if (answer !== null) await raiseRules(tx);
      return answer;
    });
    this.current = undefined;
    await this.outbox.publishAll();
    return result;
  }

  private async load(): Promise<CurrentRules> {
    // The version first: if the rules change in between, the version is old and the batch is
    // refused.
    const version = await rulesVersion(this.db);
    const [campaigns, limits, isStopped] = [
      await campaignsIn(this.db),
      await limitsIn(this.db),
      await isAllStopped(this.db),
    ];
    return { version, rules: { campaigns, limits, isStopped, brandZone: this.brandZone } };
  }
}

/** A campaign in this state cannot take the other one. */
export class StateRefused extends Error {
  constructor(before: CampaignState, after: CampaignState) {
    super(`a campaign that is ${before} cannot become ${after}`);
  }
}

/** Thrown for a campaign whose segment was deleted. */
export class SegmentDeleted extends Error {
  constructor(readonly segment: string) {
    super(`the segment ${segment} was deleted`);
  }
}

async function assertSegments(tx: Queries, draft: CampaignDraft): Promise<void> {
  const [deleted] = await deletedAmong(tx, segmentsIn(draft));
  if (deleted !== undefined) throw new SegmentDeleted(deleted);
}
