import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the table of what campaigns subscribe to after what it holds. */
export class Subscription1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table heard rename to subscription');
    await runner.query('alter index heard_pkey rename to subscription_pkey');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter index subscription_pkey rename to heard_pkey');
    await runner.query('alter table subscription rename to heard');
  }
}
