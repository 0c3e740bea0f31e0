import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HeardOrders1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What becomes of orders, as far as a campaign listens to it.
    await runner.query("alter table heard add column orders text[] not null default '{}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table heard drop column orders');
  }
}
