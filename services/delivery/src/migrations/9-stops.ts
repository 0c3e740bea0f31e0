import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns whose messages are stopped, and the messages that are kept back for them. */
export class Stops1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table campaign_sending (
        campaign text collate "C" primary key,
        version bigint not null,
        sending text not null
      )`);
    await runner.query(`create index delivery_stopped on delivery (campaign) where status = 'stopped'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update delivery set status = 'queued' where status = 'stopped'`);
    await runner.query('drop index delivery_stopped');
    await runner.query('drop table campaign_sending');
  }
}
