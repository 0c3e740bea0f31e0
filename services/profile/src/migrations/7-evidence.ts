import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the table of link evidence, and how far it is filled from the timelines of an older store. A
 * store without identities has nothing to fill.
 */
export class ProfileEvidence1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table link_evidence (
        child text collate "C" not null,
        parent text collate "C" not null,
        at bigint not null,
        source text collate "C" not null,
        touchpoint text collate "C" not null,
        verdict text not null,
        primary key (child, parent, source)
      )`);
    await runner.query(`
      create table evidence_backfill (
        id integer primary key check (id = 1),
        after text collate "C" not null,
        done boolean not null
      )`);
    await runner.query(`
      insert into evidence_backfill (id, after, done) select 1, '', not exists (select from identity)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table link_evidence, evidence_backfill');
  }
}
