import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the tables of uploaded order files, their parts and reports. */
export class KeepImports1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import (
        id text collate "C" primary key,
        name text not null,
        size bigint not null,
        options text not null,
        job text collate "C",
        report text,
        created_at bigint not null
      )`);
    await runner.query('create index import_of_time on import (created_at desc, id desc)');
    await runner.query(`
      create table import_part (
        import text collate "C" not null references import on delete cascade,
        number integer not null,
        bytes bytea not null,
        primary key (import, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table import_part, import');
  }
}
