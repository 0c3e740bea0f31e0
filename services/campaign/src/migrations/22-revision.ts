import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A revision of what is published of each campaign, which a stop of all campaigns raises as well.
 * It begins above the versions published before, which were UTC milliseconds of the services'
 * clocks; these may be ahead of the database's.
 */
export class Revision1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table campaign_state add column revision bigint not null
        default (extract(epoch from clock_timestamp()) * 1000)::bigint`);
    await runner.query('update campaign_state set revision = revision + 60000');
    // Results count these alone.
    await runner.query(`
      create index enrolment_quiet on enrolment (journey) where waits_for = 'quiet-hours' and state = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index enrolment_quiet');
    await runner.query('alter table campaign_state drop column revision');
  }
}
