// Tables of campaigns and limits: every version of a campaign, the one in force with its state, and
// which states scoring has not been sent yet.
import { type Queries, columns } from '@segue/store';
import type { PausedBecause } from '../content/domain/failures';
import type { Campaign, CampaignDraft, CampaignState } from './domain/campaign';
import type { Version } from './domain/versions';

const CAMPAIGNS = `
  select s.id, s.version, s.state, s.paused_because, c.draft
  from campaign_state s join campaign c on c.id = s.id and c.version = s.version`;
const ADD_VERSION = `insert into campaign (id, version, draft, created_at, moves) values ($1, $2, $3, $4, $5)`;
const VERSIONS_SINCE = `
  select c.id, c.version, c.draft, c.moves
  from unnest($1::text[], $2::integer[]) as old(id, version) join campaign c on c.id = old.id and c.version >= old.version`;
// Earlier versions by which enrolments go on: one probe of an index for each version.
const UNDER_WAY = `
  select c.id, c.version, c.draft, c.moves
  from unnest($1::text[], $2::integer[]) as present(id, version) join campaign c on c.id = present.id
  where c.version < present.version
    and exists (select 1 from enrolment e where e.journey = c.id and e.version = c.version)`;
const SET_STATE = `
  insert into campaign_state (id, version, state, paused_because) values ($1, $2, $3, $4)
  on conflict (id) do update
  set version = excluded.version, state = excluded.state, paused_because = excluded.paused_because, published = false,
    revision = greatest(campaign_state.revision + 1, excluded.revision)`;
// One statement, so that the stop belongs to the revision.
const UNPUBLISHED = `
  select s.id, s.version, s.state, s.paused_because, c.draft, s.revision,
    coalesce((select is_stopped from stop_all order by number desc limit 1), false) as is_stopped
  from campaign_state s join campaign c on c.id = s.id and c.version = s.version
  where not s.published order by s.id limit $1`;
// A revision that was raised meanwhile is published (again), so that the newest is the last in the
// log.
const MARK_PUBLISHED = `
  update campaign_state as s set published = s.revision = done.revision
  from unnest($1::text[], $2::bigint[]) as done(id, revision) where s.id = done.id`;
const PUBLISH_AGAIN = `
  update campaign_state
  set published = false, revision = greatest(revision + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)`;

interface CampaignRow {
  id: string;
  version: number;
  state: CampaignState;
  paused_because: string | null;
  draft: string;
}

/** Returns all campaigns in the version in force, by id. */
export async function campaignsIn(queries: Queries): Promise<Campaign[]> {
  return (await queries.query<CampaignRow>(`${CAMPAIGNS} order by s.id`)).map(campaignOf);
}

export async function campaignIn(queries: Queries, id: string): Promise<Campaign | null> {
  const [row] = await queries.query<CampaignRow>(`${CAMPAIGNS} where s.id = $1`, [id]);
  return row ? campaignOf(row) : null;
}

export async function addVersion(
  tx: Queries,
  id: string,
  version: number,
  draft: CampaignDraft,
  now: number,
  moves: boolean,
): Promise<void> {
  await tx.query(ADD_VERSION, [id, version, JSON.stringify(draft), now, moves]);
}

/** Leaves the definitions of all campaigns to be published again. */
export async function publishAgain(tx: Queries): Promise<void> {
  await tx.query(PUBLISH_AGAIN);
}

interface VersionRow extends Omit<Version, 'draft'> {
  draft: string;
}

/**
 * Returns the versions by which enrolments began and that are no longer in force, and every later
 * version.
 */
export async function versionsSince(
  queries: Queries,
  enrolments: readonly { journey: string; version: number }[],
  campaigns: readonly Pick<Campaign, 'id' | 'version'>[],
): Promise<Version[]> {
  const inForce = new Map(campaigns.map(({ id, version }) => [id, version]));
  const oldest = new Map<string, number>();
  for (const { journey, version } of enrolments)
    if (version < (inForce.get(journey) ?? 0)) oldest.set(journey, Math.min(version, oldest.get(journey) ?? version));
  if (oldest.size === 0) return [];
  const rows = await queries.query<VersionRow>(VERSIONS_SINCE, [[...oldest.keys()], [...oldest.values()]], 'versions');
  return rows.map(versionOf);
}

/** Returns the earlier versions of these campaigns by which enrolments go on. */
export async function versionsUnderWay(
  queries: Queries,
  campaigns: readonly Pick<Campaign, 'id' | 'version'>[],
): Promise<Version[]> {
  const rows = columns(
    campaigns,
    (one) => one.id,
    (one) => one.version,
  );
  return (await queries.query<VersionRow>(UNDER_WAY, rows, 'under-way')).map(versionOf);
}

const versionOf = ({ draft, ...row }: VersionRow): Version => ({ ...row, draft: JSON.parse(draft) as CampaignDraft });

/** Puts a version in force. Scoring is sent its state afterwards. */
export async function saveState(
  tx: Queries,
  { id, version, state, pausedBecause }: Pick<Campaign, 'id' | 'version' | 'state' | 'pausedBecause'>,
): Promise<void> {
  await tx.query(SET_STATE, [id, version, state, pausedBecause && JSON.stringify(pausedBecause)]);
}

/** A campaign whose state in force has not been published on `definitions`. */
export interface Unpublished {
  campaign: Campaign;
  /** Raised by each change of the state and by each stop or resumption of all campaigns. */
  revision: number;
  /** Whether all campaigns are stopped in this revision. */
  isStopped: boolean;
}

/** Returns up to `limit` unpublished campaigns, by id. */
export async function unpublishedCampaigns(queries: Queries, limit: number): Promise<Unpublished[]> {
  const rows = await queries.query<CampaignRow & { revision: number; is_stopped: boolean }>(UNPUBLISHED, [limit]);
  return rows.map((row) => ({ campaign: campaignOf(row), revision: row.revision, isStopped: row.is_stopped }));
}

/** Marks the published revisions. A campaign with a newer revision stays unpublished. */
export async function markPublished(queries: Queries, published: readonly Unpublished[]): Promise<void> {
  const rows = columns(
    published,
    (one) => one.campaign.id,
    (one) => one.revision,
  );
  await queries.query(MARK_PUBLISHED, rows);
}

function campaignOf({ id, version, state, paused_because: because, draft }: CampaignRow): Campaign {
  const pausedBecause = because === null ? null : (JSON.parse(because) as PausedBecause);
  return { ...(JSON.parse(draft) as CampaignDraft), id, version, state, pausedBecause };
}
