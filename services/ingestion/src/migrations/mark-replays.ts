import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the replay from which a dead letter's message came, so that the failure of a replay is
 * shown.
 */
export class MarkReplays1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table dead_letter add replay text');
    await runner.query('create index dead_letter_by_replay on dead_letter (replay) where replay is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table dead_letter drop column replay');
  }
}
