import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was last waitEnd of customers for whom a message waits. */
export class Present1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table present (
        identity text collate "C" primary key,
        body text not null
      )`);
    // Campaigns listen to more events than before: scoring has to be told of each once more.
    await runner.query('update campaign_state set announced = false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table present');
  }
}
