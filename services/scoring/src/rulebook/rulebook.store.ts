// The rulebook in force, read from the store when its version changes, and its edits.
import type { Log } from '@segue/bus';
import type { Definition } from '@segue/contracts';
import type { Brand } from '@segue/parts';
import { type Rule, circleIn, compileInSteps, isBounded, segmentsIn, validate } from '@segue/rules';
import { Breather, type Clock, inSlices } from '@segue/service';
import { type Db, KeptCopy, type Queries, changeRules, raiseRules } from '@segue/store';
import { knownBeside } from './domain/names';
import { type Rulebook, type Segment, type Settings, entriesOf, judgeable, tooMuchIn } from './domain/rulebook';
import { EditedMeanwhile, SegmentCircle, SegmentInUse, TooManySegments, UnknownNames } from './edit.faults';
import { SETTINGS, load, segmentsOf } from './rulebook.reader';

const SAVE_SEGMENT = `
  insert into segment (id, name, rule, version) values ($1, $2, $3, $4)
  on conflict (id) do update
  set name = excluded.name, rule = excluded.rule, version = excluded.version, deleted = false, archived = false,
    published = false`;
const KEEP_VERSION = `
  insert into segment_version (segment, version, name, rule, saved_at) values ($1, $2, $3, $4, $5)`;
const DROP_DRAFT = `delete from segment_draft where id = $1`;
const VERSION_OF = `select version from segment where id = $1 and not deleted`;
const VERSION_OF_SETTING = `select version from setting where kind = $1 order by version desc limit 1`;
const DELETE_SEGMENT = `
  update segment set deleted = true, archived = $3, version = $2, published = false
  where id = $1 and not deleted returning id`;
const ADD_SETTING = `
  insert into setting (kind, version, body, taken_at) values ($1, $2, $3, $4) on conflict (kind, version) do update set body = excluded.body`;
// Null before the campaign is published with its segments: it may name any.
const CAMPAIGNS_NAMING = `
  select campaign from subscription where segments is null or segments @> array[$1] order by campaign`;

/** What campaigns subscribe to and which segments they name. */
const SUBSCRIPTIONS = new KeptCopy<Definition>({
  table: 'subscription',
  key: { name: 'campaign', type: 'text', of: ({ campaign }) => campaign },
  versions: [{ name: 'version', type: 'bigint', of: ({ version }) => version }],
  columns: [
    { name: 'events', type: 'text[]', of: ({ active, touchpoints }) => (active ? touchpoints : []) },
    { name: 'orders', type: 'text[]', of: ({ active, orders = [] }) => (active ? orders : []) },
    { name: 'segments', type: 'text[]', of: ({ segments = [] }) => segments },
  ],
});

export type SettingKind = keyof Settings;

export interface VersionedSetting {
  kind: string;
  version: number;
  takenAt: number;
}

export class ScoringRules {
  private current: Rulebook | undefined;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly brand: Brand,
    private readonly log: Log = () => undefined,
  ) {}

  /**
   * Resolves with the rulebook in force; reads it from the store only when `stale` or not read yet.
   */
  async read(stale = false): Promise<Rulebook> {
    if (!this.current || stale) {
      this.current = await load(this.db, this.brand);
      this.noteTooLarge(this.current);
    }
    return this.current;
  }

  /**
   * Logs, once per version, the segments beyond the limits that older versions accepted; they hold
   * for no customer.
   */
  private noteTooLarge({ segments, version }: Rulebook): void {
    const tooLarge = segments.filter(({ rule }) => !isBounded(rule)).map(({ id }) => id);
    if (tooLarge.length === 0) return;
    this.log('warn', 'segments are too large and hold for no customer', { segments: tooLarge, version });
  }

  /**
   * Saves a segment, keeps the version, and drops its draft. Resolves with the rulebook's new
   * version.
   * @param edited the version of the segment that was edited, 0 for a new one; null to overwrite
   * any.
   * @throws {EditedMeanwhile} @throws {UnknownNames}
   * @throws {SegmentCircle} @throws {TooManySegments}
   */
  saveSegment(segment: Omit<Segment, 'version'>, edited: number | null = null): Promise<number> {
    return this.change(async (tx, version) => {
      const [present] = await tx.query<{ version: number }>(VERSION_OF, [segment.id]);
      assertEdited(edited, present);
      const rule = JSON.stringify(segment.rule);
      await tx.query(SAVE_SEGMENT, [segment.id, segment.name, rule, version]);
      await tx.query(KEEP_VERSION, [segment.id, version, segment.name, rule, this.clock.now()]);
      await tx.query(DROP_DRAFT, [segment.id]);
      const breather = new Breather();
      const segments = await segmentsOf(tx);
      await breather.breathe();
      const tooMuch = tooMuchIn(judgeable(segments));
      if (tooMuch !== null) throw new TooManySegments(tooMuch);
      await breather.breathe();
      assertNames(segment.rule, segments);
      await breather.breathe();
      const circle = circleIn(segments);
      if (circle) throw new SegmentCircle(circle);
    });
  }

  /**
   * Deletes a segment, or archives it: then it has no customers, and can be saved again. Resolves
   * with the rulebook's new version; with null when there is no such segment.
   * @throws {SegmentInUse} while another segment or a campaign names it. A campaign that was saved
   * at the same moment pauses when it reads of the deletion.
   */
  async deleteSegment(id: string, isArchived = false): Promise<number | null> {
    let found = false;
    const version = await this.change(async (tx, next) => {
      found = (await tx.query(DELETE_SEGMENT, [id, next, isArchived])).length > 0;
      if (!found) return;
      const segments = (await segmentsOf(tx)).filter(({ rule }) => segmentsIn(rule).includes(id));
      const campaigns = await tx.query<{ campaign: string }>(CAMPAIGNS_NAMING, [id]);
      const by = [
        ...segments.map((segment) => `the segment ${segment.id}`),
        ...campaigns.map(({ campaign }) => `the campaign ${campaign}`),
      ];
      if (by.length > 0) throw new SegmentInUse(by);
    });
    return found ? version : null;
  }

  /**
   * Saves a setting. Resolves with the rulebook's new version, which is the setting's.
   * @param edited the version of the setting that was edited, 0 for a new one; null to overwrite
   * any.
   * @throws {EditedMeanwhile}
   */
  saveSetting<K extends SettingKind>(kind: K, value: Settings[K], edited: number | null = null): Promise<number> {
    return this.change(async (tx, version) => {
      const [present] = await tx.query<{ version: number }>(VERSION_OF_SETTING, [kind]);
      assertEdited(edited, present);
      await tx.query(ADD_SETTING, [kind, version, JSON.stringify(value), this.clock.now()]);
    });
  }

  async settingVersions(): Promise<VersionedSetting[]> {
    const rows = await this.db.query<{ kind: string; version: number; taken_at: number }>(SETTINGS);
    return rows.map(({ kind, version, taken_at: takenAt }) => ({ kind, version, takenAt }));
  }

  /** Saves what campaigns subscribe to; the rulebook changes only if that is new. */
  async subscribe(definitions: readonly Definition[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await changeRules(tx);
      if ((await SUBSCRIPTIONS.save(tx, definitions)).size > 0) await raiseRules(tx);
    });
    this.current = undefined;
  }

  private async change(work: (tx: Queries, version: number) => Promise<void>): Promise<number> {
    const version = await this.db.transaction(async (tx) => {
      await changeRules(tx);
      const next = await raiseRules(tx);
      await work(tx, next);
      await keepNeeds(tx, next, this.clock.now());
      return next;
    });
    this.current = undefined;
    return version;
  }
}

function assertEdited(edited: number | null, present: { version: number } | undefined): void {
  if (edited !== null && edited !== (present?.version ?? 0)) throw new EditedMeanwhile();
}

/** @throws {UnknownNames} */
export function assertNames(rule: Rule, segments: readonly Pick<Segment, 'id'>[]): void {
  const faults = validate(rule, knownBeside(segments.map(({ id }) => id)));
  if (faults.length > 0) throw new UnknownNames(faults);
}

/** Keeps every set of needs that was ever in force, since facts name theirs by id. */
async function keepNeeds(tx: Queries, version: number, now: number): Promise<void> {
  const breather = new Breather();
  const entries = entriesOf(await segmentsOf(tx));
  await breather.breathe();
  const { needs } = await inSlices(compileInSteps(entries));
  await tx.query(ADD_SETTING, ['needs', version, JSON.stringify(needs), now]);
}
