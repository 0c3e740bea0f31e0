// The campaigns and limits in force, read from the store when their version changes.
import { type Definition, definitions } from '@segue/contracts';
import { type Bus, toOutgoing } from '@segue/bus';
import { type Db, type Queries, changeRules, raiseRules, rulesVersion } from '@segue/store';
import type { Clock } from '@segue/service';
import type { Campaign, CampaignDraft, CampaignState } from './domain/campaign';
import { subscribedEvents, subscribedOrders } from './domain/subscription';
import type { PausedBecause } from '../content/domain/content';
import type { Rules } from '../decide/domain/batch';
import { DEFAULT_LIMITS, type Limits } from '../limits/domain/restraint';

export interface CurrentRules {
  version: number;
  rules: Rules;
}

interface CampaignRow {
  id: string;
  version: number;
  state: CampaignState;
  paused_because: string | null;
  draft: string;
  created_at: number;
}

const CAMPAIGNS = `
  select s.id, s.version, s.state, s.paused_because, c.draft, c.created_at from campaign_state s join campaign c on c.id = s.id and c.version = s.version`;
const LIMITS = `select limits from campaign_limits`;
const ADD_VERSION = `insert into campaign (id, version, draft, created_at) values ($1, $2, $3, $4)`;
const SET_STATE = `
  insert into campaign_state (id, version, state, paused_because) values ($1, $2, $3, $4)
  on conflict (id) do update
  set version = excluded.version, state = excluded.state, paused_because = excluded.paused_because, announced = false`;
const SET_LIMITS = `insert into campaign_limits (limits) values ($1) on conflict (one) do update set limits = excluded.limits`;
const UNPUBLISHED = `select id from campaign_state where not announced`;
const MARK_PUBLISHED = `update campaign_state set announced = true where id = $1 and version = $2 and state = $3`;

export class CampaignRules {
  private current: CurrentRules | undefined;

  constructor(
    private readonly db: Db,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly brandZone: string,
  ) {}

  /** What is in force; asked of the store only when `stale` or for the first time. */
  async read(stale = false): Promise<CurrentRules> {
    if (!this.current || stale) this.current = await this.load();
    return this.current;
  }

  async list(): Promise<Campaign[]> {
    return (await this.db.query<CampaignRow>(`${CAMPAIGNS} order by s.id`)).map(campaignOf);
  }

  async find(id: string): Promise<Campaign | null> {
    const [row] = await this.db.query<CampaignRow>(`${CAMPAIGNS} where s.id = $1`, [id]);
    return row ? campaignOf(row) : null;
  }

  async limits(): Promise<Limits> {
    return limitsIn(this.db);
  }

  /**
   * Stores a new version; those under way keep the one they were decided by. Null when `expected`
   * is not the version in force any more.
   */
  async save(id: string, draft: CampaignDraft, expected: number): Promise<Campaign | null> {
    return this.change(async (tx) => {
      const [before] = await tx.query<CampaignRow>(`${CAMPAIGNS} where s.id = $1`, [id]);
      if ((before?.version ?? 0) !== expected) return null;
      const state = before?.state ?? 'draft';
      await tx.query(ADD_VERSION, [id, expected + 1, JSON.stringify(draft), this.clock.now()]);
      await tx.query(SET_STATE, [id, expected + 1, state, null]);
      return { ...draft, id, version: expected + 1, state, pausedBecause: null };
    });
  }

  async setState(id: string, state: CampaignState): Promise<Campaign | null> {
    return this.change(async (tx) => {
      const [before] = await tx.query<CampaignRow>(`${CAMPAIGNS} where s.id = $1`, [id]);
      if (!before) return null;
      await tx.query(SET_STATE, [id, before.version, state, null]);
      return { ...campaignOf(before), state, pausedBecause: null };
    });
  }

  /**
   * Pauses a campaign that still runs in this version. The reason is kept until it is saved or
   * resumed.
   */
  async pause(id: string, version: number, because: PausedBecause): Promise<void> {
    await this.change(async (tx) => {
      const [before] = await tx.query<CampaignRow>(`${CAMPAIGNS} where s.id = $1`, [id]);
      if (before?.version !== version || before.state !== 'running') return null;
      await tx.query(SET_STATE, [id, version, 'paused', JSON.stringify(because)]);
      return id;
    });
  }

  async setLimits(limits: Limits): Promise<void> {
    await this.change(async (tx) => tx.query(SET_LIMITS, [JSON.stringify(limits)]));
  }

  /**
   * Tells scoring what campaigns listen to, by state: what a crash left untold is told the next
   * time.
   */
  async publishSubscription(): Promise<void> {
    const unpublished = await this.db.query<{ id: string }>(UNPUBLISHED);
    for (const { id } of unpublished) {
      const campaign = await this.find(id);
      if (!campaign) continue;
      await this.bus.publish(definitions.name, [toOutgoing(definitions, definitionOf(campaign, this.clock.now()))]);
      await this.db.query(MARK_PUBLISHED, [id, campaign.version, campaign.state]);
    }
  }

  private async change<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    const result = await this.db.transaction(async (tx) => {
      await changeRules(tx);
      const answer = await work(tx);
      if (answer !== null) await raiseRules(tx);
      return answer;
    });
    this.current = undefined;
    await this.publishSubscription();
    return result;
  }

  private async load(): Promise<CurrentRules> {
    // The version first: should they change in between, the version is old and the batch is
    // refused.
    const version = await rulesVersion(this.db);
    const campaigns = await this.list();
    const limits = await limitsIn(this.db);
    return { version, rules: { campaigns, limits, brandZone: this.brandZone } };
  }
}

async function limitsIn(db: Queries): Promise<Limits> {
  const [row] = await db.query<{ limits: string }>(LIMITS);
  return row ? (JSON.parse(row.limits) as Limits) : DEFAULT_LIMITS;
}

function campaignOf({ id, version, state, paused_because: because, draft }: CampaignRow): Campaign {
  const pausedBecause = because === null ? null : (JSON.parse(because) as PausedBecause);
  return { ...(JSON.parse(draft) as CampaignDraft), id, version, state, pausedBecause };
}

/**
 * The version of a definition grows with each change of state as well, so it is the instant of the
 * change.
 */
function definitionOf(campaign: Campaign, now: number): Definition {
  const touchpoints = subscribedEvents([campaign]);
  const orders = subscribedOrders([campaign]);
  const active = campaign.state === 'running';
  const provenance = { occurredAt: now, recordedAt: now, origin: 'live' as const, cause: null };
  return { v: 1, campaign: campaign.id, version: now, active, touchpoints, orders, ...provenance };
}
