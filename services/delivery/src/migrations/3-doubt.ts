import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A message of which an attempt may have arrived cannot end as held back or failed. */
export class AddDoubt1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery add may_have_arrived boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column may_have_arrived');
  }
}
