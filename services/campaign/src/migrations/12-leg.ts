import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A decision names the leg of the journey on which it was taken; a step is something else. */
export class Leg1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table decision rename column step to leg');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table decision rename column leg to step');
  }
}
