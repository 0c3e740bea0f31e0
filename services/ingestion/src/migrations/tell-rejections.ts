import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds event and person to each entry of the quarantine, and counts by source and reason. */
export class TellRejections1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table quarantine
        add name text not null default '',
        add person text not null default '',
        add taken boolean not null default false`);
    await runner.query(`
      create table quarantine_count (
        source text collate "C" not null,
        code text collate "C" not null,
        path text collate "C" not null,
        name text collate "C" not null,
        count bigint not null,
        first_at bigint not null,
        last_at bigint not null,
        primary key (source, code, path, name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table quarantine_count');
    await runner.query('alter table quarantine drop column name, drop column person, drop column taken');
  }
}
