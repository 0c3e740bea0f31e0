import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Segments keep their versions, have drafts that hold for no customer, and can be archived; who
 * entered and left is counted by day.
 */
export class SegmentVersions1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // `saved_at` is null for what was saved before versions were kept.
    await runner.query(`
      create table segment_version (
        segment text collate "C" not null,
        version bigint not null,
        name text not null,
        rule text not null,
        saved_at bigint,
        primary key (segment, version)
      )`);
    await runner.query(`
      insert into segment_version (segment, version, name, rule)
      select id, version, name, rule from segment where not deleted`);
    // `edited` is the version of the live segment that the draft started from, 0 for a new one.
    await runner.query(`
      create table segment_draft (
        id text collate "C" primary key,
        name text not null,
        rule text not null,
        edited bigint not null,
        saved_at bigint not null
      )`);
    await runner.query(`
      create table segment_day (
        segment text collate "C" not null,
        day text collate "C" not null,
        entered integer not null,
        departed integer not null,
        primary key (segment, day)
      )`);
    await runner.query('create index segment_day_latest on segment_day (day)');
    await runner.query('alter table segment add column archived boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table segment drop column archived');
    await runner.query('drop table segment_day, segment_draft, segment_version');
  }
}
