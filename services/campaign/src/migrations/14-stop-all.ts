import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When all campaigns were stopped and resumed, and by whom; the newest row holds. */
export class StopAll1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stop_all (
        number bigint generated always as identity primary key,
        is_stopped boolean not null,
        at bigint not null,
        by text not null
      )`);
    // Definitions say from now on whether a campaign may send: delivery has to be sent each once.
    await runner.query('update campaign_state set published = false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stop_all');
  }
}
