import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the flag of outcomes that are not known to be in the log after what it says. */
export class Unpublished1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery rename column owed to unpublished');
    await runner.query('alter index delivery_owed rename to delivery_unpublished');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter index delivery_unpublished rename to delivery_owed');
    await runner.query('alter table delivery rename column unpublished to owed');
  }
}
