import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The size of each segment is counted once a day and after each edit, by one instance. */
export class SegmentSizes1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // At the end of the day; null where it was not counted.
    await runner.query('alter table segment_day add column size integer');
    // A lease, which lapses with its holder. `day` is the last one that was counted at its end;
    // a count is asked for beside that while `answered` is behind `asked`.
    await runner.query(`
      create table segment_count (
        one boolean primary key default true check (one),
        day text collate "C" not null default '',
        asked bigint not null default 0,
        answered bigint not null default 0,
        held_until bigint not null default 0
      )`);
    await runner.query('insert into segment_count (one) values (true)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table segment_count');
    await runner.query('alter table segment_day drop column size');
  }
}
