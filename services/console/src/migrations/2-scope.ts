import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drops the scope of a person, which was never used. */
export class Scope1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table person drop column scope');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table person add column scope text');
  }
}
