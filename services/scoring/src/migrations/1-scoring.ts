import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Scoring1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What one identity's touchpoints say, folded once by their numbers. `claim` is the version of
    // the customer that named it last.
    await runner.query(`
      create table facts (
        identity text collate "C" primary key,
        customer_id text collate "C" not null,
        claim bigint not null,
        state text not null
      ) with (fillfactor = 80)`);
    await runner.query(`
      create table standing (
        customer_id text collate "C" primary key,
        version bigint not null,
        value_tier text,
        segments text[] not null,
        state text not null
      ) with (fillfactor = 70)`);
    await runner.query(
      'create index standing_of_tier on standing (value_tier, customer_id) where value_tier is not null',
    );
    await runner.query('create index standing_of_segment on standing using gin (segments)');
    // When the next thing changes if nothing happens: narrow, since every touchpoint may move it.
    await runner.query(`
      create table due (
        customer_id text collate "C" primary key,
        due_at bigint not null
      ) with (fillfactor = 70)`);
    await runner.query('create index due_at on due (due_at)');
    await runner.query(`
      create table transition (
        customer_id text collate "C" not null,
        number bigint not null,
        kind text not null,
        subject text collate "C" not null,
        occurred_at bigint not null,
        owed boolean not null default true,
        body text not null,
        primary key (customer_id, number)
      )`);
    await runner.query('create index transition_owed on transition (customer_id, number) where owed');
    await runner.query('create index transition_recent on transition (occurred_at)');
    await runner.query(`
      create table segment (
        id text collate "C" primary key,
        name text not null,
        rule text not null,
        version bigint not null,
        deleted boolean not null default false
      )`);
    // Everything else that customers are judged by, each kind whole, every version kept.
    await runner.query(`
      create table setting (
        kind text not null,
        version bigint not null,
        body text not null,
        taken_at bigint not null,
        primary key (kind, version)
      )`);
    await runner.query(
      `create table rules_version (one boolean primary key default true check (one), version bigint not null)`,
    );
    await runner.query('insert into rules_version (version) values (1)');
    // Events that campaigns listen to, from the definitions topic.
    await runner.query(`
      create table heard (
        campaign text collate "C" primary key,
        version bigint not null,
        events text[] not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table heard, rules_version, setting, segment, transition, due, standing, facts');
  }
}
