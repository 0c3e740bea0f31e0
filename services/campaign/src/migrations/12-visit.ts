import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A decision names the visit that took it: a step is a part of a journey. */
export class Visit1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table decision rename column step to visit');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table decision rename column visit to step');
  }
}
