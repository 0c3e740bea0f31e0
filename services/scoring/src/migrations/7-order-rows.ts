import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders of identities with many of them, and what rules keep of their products, by order id. */
export class OrderRows1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['facts_order', 'facts_basket']) {
      await runner.query(`
        create table ${table} (
          owner text not null,
          key text not null,
          body text not null,
          primary key (owner, key)
        )`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['facts_basket', 'facts_order']) await runner.query(`drop table ${table}`);
  }
}
