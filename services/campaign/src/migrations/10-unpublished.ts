import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which decisions are unpublished is a table of its own, so that no decision is written twice. */
export class Unpublished1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unpublished (
        identity text collate "C" not null,
        number bigint not null,
        primary key (identity, number)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query('create index unpublished_number on unpublished (number)');
    await runner.query('insert into unpublished (identity, number) select identity, number from decision where owed');
    await runner.query('drop index decision_owed');
    await runner.query('alter table decision drop column owed');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table decision add column owed boolean not null default false');
    await runner.query(`
      update decision set owed = true from unpublished
      where decision.identity = unpublished.identity and decision.number = unpublished.number`);
    await runner.query('alter table decision alter column owed drop default');
    await runner.query('create index decision_owed on decision (identity, number) where owed');
    await runner.query('drop table unpublished');
  }
}
