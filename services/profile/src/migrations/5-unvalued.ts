import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Number of a customer's orders in a currency without a rate. */
export class ProfileUnvalued1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table customer add column unvalued integer not null default 0');
    await runner.query('create index customer_unvalued on customer (customer_id) where unvalued > 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table customer drop column unvalued');
  }
}
