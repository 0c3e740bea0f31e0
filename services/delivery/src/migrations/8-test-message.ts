import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Test messages of campaigns: apart from deliveries, so that they count nowhere. */
export class TestMessage1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table test_message (
        number bigint generated always as identity primary key,
        campaign text collate "C" not null,
        channel text not null,
        target text not null,
        subject text not null,
        body text not null,
        sent_by text not null,
        at bigint not null,
        status text not null,
        reason text
      )`);
    await runner.query('create index test_message_of_campaign on test_message (campaign, number desc)');
    await runner.query('create index test_message_by on test_message (sent_by, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table test_message');
  }
}
