import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the flag of customers that are not known to be in the log after what it says. */
export class ProfileUnpublished1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table customer rename column owed to unpublished');
    await runner.query('alter index customer_owed rename to customer_unpublished');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter index customer_unpublished rename to customer_owed');
    await runner.query('alter table customer rename column unpublished to owed');
  }
}
