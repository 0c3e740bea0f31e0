import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIngestion1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table source (
        id text primary key,
        name text not null,
        kind text not null check (kind in ('server', 'public')),
        created_at bigint not null,
        disabled_at bigint
      )`);
    await runner.query(`
      create table write_key (
        hash text primary key,
        source_id text not null references source (id),
        hint text not null,
        created_at bigint not null,
        revoked_at bigint
      )`);
    await runner.query('create index write_key_by_source on write_key (source_id)');
    await runner.query(`
      create table quarantine (
        id bigint generated always as identity primary key,
        source text not null,
        received_at bigint not null,
        place int not null,
        code text not null,
        path text not null,
        message text not null,
        event text not null
      )`);
    await runner.query(`
      create table dead_letter (
        id text primary key,
        recorded_at bigint not null,
        reader text not null,
        topic text not null,
        partition int not null,
        place text not null,
        key text not null,
        value bytea not null,
        headers text not null,
        code text not null,
        path text not null,
        reason text not null,
        state text not null check (state in ('open', 'replayed', 'discarded')),
        settled_at bigint,
        settled_by text
      )`);
    await runner.query('create index dead_letter_by_time on dead_letter (recorded_at desc, id desc)');
    await runner.query(`
      create table replay (
        id int primary key check (id = 1),
        live_since bigint,
        mark bigint,
        ended boolean not null
      )`);
    await runner.query('insert into replay (id, ended) values (1, false)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['replay', 'dead_letter', 'quarantine', 'write_key', 'source']) {
      await runner.query(`drop table ${table}`);
    }
  }
}
