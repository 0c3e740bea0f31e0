import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders of identities with many of them, by order id. */
export class ProfileOrderRows1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity_order (
        owner text not null,
        key text not null,
        body text not null,
        primary key (owner, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity_order');
  }
}
