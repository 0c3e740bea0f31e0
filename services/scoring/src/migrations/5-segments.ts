import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Segments are published, and campaigns say which of them they name. */
export class Segments1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table segment add column published boolean not null default false');
    // Null until the campaign says it.
    await runner.query('alter table heard add column segments text[]');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table segment drop column published');
    await runner.query('alter table heard drop column segments');
  }
}
