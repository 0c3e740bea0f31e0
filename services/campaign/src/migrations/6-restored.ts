import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses that an admin took back into use after they had bounced. */
export class Restored1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A bounce holds while it is later than this; the row stays, since its outcome may be read
    // again.
    await runner.query('alter table bounced add column restored_at bigint');
    // The record: every time, by whom, and what was taken back.
    await runner.query(`
      create table restored (
        address text collate "C" not null,
        at bigint not null,
        by_whom text not null,
        bounced_at bigint not null,
        reason text not null,
        primary key (address, at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table restored');
    await runner.query('alter table bounced drop column restored_at');
  }
}
