import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which transitions are not known to be published is kept in a table of its own: a flag in the
 * transition would write the whole row, and an entry in each of its indexes, a second time.
 */
export class Unpublished1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The head as it was at that transition.
    await runner.query(`
      create table unpublished (
        customer_id text collate "C" not null,
        number bigint not null,
        occurred_at bigint not null,
        head text not null,
        primary key (customer_id, number)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query(`
      insert into unpublished (customer_id, number, occurred_at, head)
      select customer_id, number, occurred_at, coalesce(head, '{}') from transition where owed`);
    await runner.query('drop index transition_owed');
    await runner.query('alter table transition drop column owed, drop column head');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table transition add column owed boolean not null default false, add column head text');
    await runner.query(`
      update transition set owed = true, head = unpublished.head from unpublished
      where transition.customer_id = unpublished.customer_id and transition.number = unpublished.number`);
    await runner.query('alter table transition alter column owed set default true');
    await runner.query('create index transition_owed on transition (customer_id, number) where owed');
    await runner.query('drop table unpublished');
  }
}
