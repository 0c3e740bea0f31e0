import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HeadOfTransition1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The head as it was at that transition; null once campaigns were told.
    await runner.query('alter table transition add column head text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table transition drop column head');
  }
}
