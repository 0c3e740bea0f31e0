import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom a message goes to is a column: a receiver that does not answer must not hold up what goes to
 * others.
 */
export class AddTarget1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery add target text not null default ''`);
    await runner.query(
      `update delivery set target = case when channel = 'webhook' then action::json ->> 'to' else channel end`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column target');
  }
}
