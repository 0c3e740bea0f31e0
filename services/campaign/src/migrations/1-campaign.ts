import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Campaign1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Every version stays: a decision names the one that took it.
    await runner.query(`
      create table campaign (
        id text collate "C" not null,
        version integer not null,
        draft text not null,
        created_at bigint not null,
        primary key (id, version)
      )`);
    await runner.query(`
      create table campaign_state (
        id text collate "C" primary key,
        version integer not null,
        state text not null,
        announced boolean not null default false
      )`);
    await runner.query(
      `create table campaign_limits (one boolean primary key default true check (one), limits text not null)`,
    );
    // One row that counts changes of what decisions are taken by: a batch that started under an
    // older count runs again.
    await runner.query(
      `create table rules_version (one boolean primary key default true check (one), version bigint not null)`,
    );
    await runner.query(`insert into rules_version (version) values (1)`);
    await runner.query(`
      create table contact (
        identity text collate "C" primary key,
        customer_id text collate "C" not null,
        kin text[] not null,
        version bigint not null,
        number bigint not null,
        sent text not null
      ) with (fillfactor = 80)`);
    await runner.query('create index contact_of_customer on contact (customer_id)');
    await runner.query(`
      create table decision (
        campaign text collate "C" not null,
        cause text collate "C" not null,
        step text collate "C" not null,
        number bigint generated always as identity,
        id text collate "C" not null,
        identity text collate "C" not null,
        outcome text not null,
        reason text not null,
        decided_at bigint not null,
        body text not null,
        action text,
        owed boolean not null,
        primary key (campaign, cause, step)
      )`);
    await runner.query('create index decision_of_identity on decision (identity, number desc)');
    await runner.query('create index decision_number on decision (number)');
    await runner.query('create unique index decision_id on decision (id)');
    await runner.query('create index decision_owed on decision (identity, number) where owed');
    // What waits: the signal as it was, to be decided again when its time has come.
    await runner.query(`
      create table waiting (
        campaign text collate "C" not null,
        cause text collate "C" not null,
        identity text collate "C" not null,
        due_at bigint not null,
        signal text not null,
        primary key (campaign, cause)
      )`);
    await runner.query('create index waiting_due on waiting (due_at)');
    await runner.query('create index waiting_of_identity on waiting (identity)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table waiting, decision, contact, rules_version, campaign_limits, campaign_state, campaign',
    );
  }
}
