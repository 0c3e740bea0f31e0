import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the time of an identity's latest link, and whether it stands apart from the customer that
 * its link names.
 */
export class ProfileApart1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No row is rewritten: where `linked_last` is null, the first link counts as the latest.
    await runner.query('alter table identity add column linked_last bigint, add column apart text');
    await runner.query('create index identity_apart on identity (parent) where apart is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table identity drop column linked_last, drop column apart');
  }
}
