import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers of decisions by day, so that no view reads all decisions. */
export class Count1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // `slot` is drawn by each process: instances that decide at once do not wait for one row.
    await runner.query(`
      create table decision_count (
        campaign text collate "C" not null,
        day integer not null,
        slot smallint not null,
        outcome text not null,
        reason text not null,
        decisions bigint not null,
        primary key (campaign, day, slot, outcome, reason)
      ) with (fillfactor = 70)`);
    await runner.query(`
      insert into decision_count (campaign, day, slot, outcome, reason, decisions)
      select campaign, decided_at / 86400000, 0, outcome, reason, count(*) from decision group by 1, 2, 4, 5`);
    // The customers behind a number.
    await runner.query('create index decision_of_campaign on decision (campaign, reason, number desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index decision_of_campaign');
    await runner.query('drop table decision_count');
  }
}
