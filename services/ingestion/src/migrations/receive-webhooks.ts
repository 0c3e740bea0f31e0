import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds sources that are webhooks of other systems, the ids and owners under which their orders are
 * known, and what each source sent lately.
 */
export class ReceiveWebhooks1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table source add webhook text, add count_unpaid boolean not null default false');
    await runner.query(`
      create table webhook_order (
        source text collate "C" not null,
        object text collate "C" not null,
        order_id text not null,
        owner text not null,
        seen_at bigint not null,
        primary key (source, object)
      )`);
    await runner.query('create index webhook_order_by_time on webhook_order (seen_at)');
    await runner.query(`
      create table source_minute (
        source text collate "C" not null,
        minute bigint not null,
        taken bigint not null,
        refused bigint not null,
        ignored bigint not null,
        primary key (source, minute)
      )`);
    await runner.query('create table source_last (source text collate "C" primary key, at bigint not null)');
    // Lost at a crash of the database, like what a window of a debugger showed.
    await runner.query(`
      create unlogged table source_event (
        id bigint generated always as identity primary key,
        source text collate "C" not null,
        at bigint not null,
        outcome text not null,
        name text not null,
        person text not null,
        customer text not null,
        message_id text not null,
        code text not null,
        path text not null,
        message text not null
      )`);
    await runner.query('create index source_event_by_source on source_event (source, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table source_event, source_last, source_minute, webhook_order');
    await runner.query('alter table source drop column count_unpaid, drop column webhook');
  }
}
