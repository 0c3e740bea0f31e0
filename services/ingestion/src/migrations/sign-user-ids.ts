import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds keys that sign user ids, a rate limit per source, and a bound on the quarantine of each
 * source.
 */
export class SignUserIds1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signing_key (
        id text primary key,
        source_id text not null references source (id),
        sealed text not null,
        created_at bigint not null
      )`);
    await runner.query('create index signing_key_by_source on signing_key (source_id)');
    await runner.query('alter table source add events_per_second int');
    await runner.query('create index quarantine_by_source on quarantine (source, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index quarantine_by_source');
    await runner.query('alter table source drop column events_per_second');
    await runner.query('drop table signing_key');
  }
}
