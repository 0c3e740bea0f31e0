import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a message was filed: an unknown consent is waited for from then on. */
export class FiledAt1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Null for messages of an earlier version: they count as filed when they are due.
    await runner.query('alter table delivery add column filed_at bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column filed_at');
  }
}
