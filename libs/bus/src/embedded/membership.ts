// Who serves which partition. Members of a group say once a second that they live; a partition is
// leased to one of them, with an epoch that grows with each lease and fences off a former owner.
// All clocks are the database's.
import type { Pool } from 'pg';
import type { Names } from './schema';
import { type Log, reasonOf } from '../log';

const BEAT_MS = 1_000;
/**
 * Silent for longer, a member counts as dead: its partitions are served again within 15 s of a
 * kill.
 */
const SESSION_MS = 8_000;
/** A member that stopped beating for this long is forgotten. */
const FORGOTTEN_MS = 10 * SESSION_MS;

export interface Lease {
  partition: number;
  epoch: string;
  /** Where the group stands. */
  next: number;
}

/** What the membership does for one subscription. */
export interface Member {
  readonly id: string;
  readonly group: string;
  readonly topicId: number;
  readonly partitions: number;
  readonly held: ReadonlyMap<number, Lease>;
  granted(lease: Lease): void;
  /** Another owns it now, or nobody: stop serving it, commits will fail. */
  lost(partition: number): void;
  /**
   * Another member ought to have it: finish the batch under way and stop; resolves when nothing is
   * under way.
   */
  yielded(partition: number): Promise<void>;
}

/**
 * Which partitions `me` ought to serve: dealt out in turn to the members in the order of their ids,
 * so that all agree without asking. Members of one group differ by at most one partition.
 */
export function shareOf(me: string, members: readonly string[], partitions: number): number[] {
  const sorted = [...new Set(members)].sort();
  const place = sorted.indexOf(me);
  if (place === -1) return [];
  return Array.from({ length: partitions }, (_, partition) => partition).filter(
    (each) => each % sorted.length === place,
  );
}

export interface MembershipParts {
  pool: Pool;
  names: Names;
  log: Log;
}

export class Membership {
  private readonly members = new Map<string, Member>();
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> | null = null;

  constructor(private readonly parts: MembershipParts) {}

  /** Takes part at once; partitions that are free are granted before this resolves. */
  async join(member: Member): Promise<void> {
    await this.parts.pool.query(
      `insert into ${this.parts.names.table('progress')} (group_name, topic_id, partition)
       select $1, $2, generate_series(0, $3::int - 1) on conflict do nothing`,
      [member.group, member.topicId, member.partitions],
    );
    this.members.set(member.id, member);
    await this.beating;
    await this.beat();
  }

  /** Gives back what it holds, so that others need not wait for the session to run out. */
  async leave(member: Member): Promise<void> {
    this.members.delete(member.id);
    await this.beating;
    if (this.members.size === 0) this.stop();
    const { pool, names } = this.parts;
    await pool.query(`update ${names.table('progress')} set owner = null where owner = $1`, [member.id]);
    await pool.query(`delete from ${names.table('member')} where id = $1`, [member.id]);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private beat(): Promise<void> {
    this.beating ??= this.round()
      .catch((error: unknown) => this.parts.log('warn', 'a heartbeat to the log failed', { reason: reasonOf(error) }))
      .finally(() => {
        this.beating = null;
        this.stop();
        if (this.members.size > 0) this.timer = setTimeout(() => void this.beat(), BEAT_MS);
      });
    return this.beating;
  }

  private async round(): Promise<void> {
    const mine = [...this.members.values()];
    if (mine.length === 0) return;
    await this.sayAlive(mine);
    const [alive, owned] = await Promise.all([this.alive(mine), this.owned(mine)]);
    await Promise.all(mine.map((member) => this.settle(member, alive, owned)));
  }

  private async sayAlive(mine: readonly Member[]): Promise<void> {
    const { pool, names } = this.parts;
    await pool.query({
      name: 'alive',
      text: `insert into ${names.table('member')} (id, group_name, topic_id, seen_at)
        select i, g, t, clock_timestamp() from unnest($1::text[], $2::text[], $3::int[]) as m(i, g, t)
        on conflict (id) do update set seen_at = excluded.seen_at`,
      values: [mine.map(({ id }) => id), mine.map(({ group }) => group), mine.map(({ topicId }) => topicId)],
    });
  }

  /** Ids of the living, by group and topic. */
  private async alive(mine: readonly Member[]): Promise<Map<string, string[]>> {
    const { pool, names } = this.parts;
    const { rows } = await pool.query<{ id: string; group_name: string; topic_id: number }>({
      name: 'members',
      text: `select id, group_name, topic_id from ${names.table('member')}
        where topic_id = any($1) and seen_at > clock_timestamp() - $2::float8 * interval '1 ms'`,
      values: [mine.map(({ topicId }) => topicId), SESSION_MS],
    });
    const ids = new Map<string, string[]>();
    for (const { id, group_name, topic_id } of rows) {
      const name = teamOf(group_name, topic_id);
      ids.set(name, [...(ids.get(name) ?? []), id]);
    }
    return ids;
  }

  /** `member/partition/epoch` of the leases that stand in the database. */
  private async owned(mine: readonly Member[]): Promise<Set<string>> {
    const { pool, names } = this.parts;
    const { rows } = await pool.query<{ owner: string; partition: number; epoch: string }>({
      name: 'owned',
      text: `select owner, partition, epoch from ${names.table('progress')} where owner = any($1)`,
      values: [mine.map(({ id }) => id)],
    });
    return new Set(rows.map(({ owner, partition, epoch }) => `${owner}/${partition}/${epoch}`));
  }

  private async settle(member: Member, alive: Map<string, string[]>, owned: Set<string>): Promise<void> {
    const wanted = new Set(
      shareOf(member.id, alive.get(teamOf(member.group, member.topicId)) ?? [], member.partitions),
    );
    for (const { partition, epoch } of [...member.held.values()]) {
      if (!owned.has(`${member.id}/${partition}/${epoch}`)) member.lost(partition);
      // Not awaited: a long batch must not hold up the heartbeat.
      else if (!wanted.has(partition)) void this.release(member, partition, epoch);
    }
    await this.claim(
      member,
      [...wanted].filter((partition) => !member.held.has(partition)),
    );
  }

  private async release(member: Member, partition: number, epoch: string): Promise<void> {
    try {
      await member.yielded(partition);
      await this.parts.pool.query(
        `update ${this.parts.names.table('progress')} set owner = null
         where group_name = $1 and topic_id = $2 and partition = $3 and owner = $4 and epoch = $5`,
        [member.group, member.topicId, partition, member.id, epoch],
      );
    } catch (error) {
      this.parts.log('warn', 'a partition could not be handed over', { partition, reason: reasonOf(error) });
    }
  }

  /** Takes what nobody alive owns. */
  private async claim(member: Member, partitions: readonly number[]): Promise<void> {
    if (partitions.length === 0 || !this.members.has(member.id)) return;
    const { pool, names } = this.parts;
    const { rows } = await pool.query<{ partition: number; epoch: string; next_offset: string }>({
      name: 'claim',
      text: `update ${names.table('progress')} p set owner = $1, epoch = p.epoch + 1
        where p.group_name = $2 and p.topic_id = $3 and p.partition = any($4)
          and (p.owner is null or p.owner = $1 or not exists (select 1 from ${names.table('member')} m
            where m.id = p.owner and m.seen_at > clock_timestamp() - $5::float8 * interval '1 ms'))
        returning p.partition, p.epoch, p.next_offset`,
      values: [member.id, member.group, member.topicId, partitions, SESSION_MS],
    });
    for (const { partition, epoch, next_offset } of rows)
      member.granted({ partition, epoch, next: Number(next_offset) });
    await this.forget();
  }

  private async forget(): Promise<void> {
    const { pool, names } = this.parts;
    await pool.query(
      `delete from ${names.table('member')} where seen_at < clock_timestamp() - $1::float8 * interval '1 ms'`,
      [FORGOTTEN_MS],
    );
  }
}

const teamOf = (group: string, topicId: number): string => `${topicId}/${group}`;
