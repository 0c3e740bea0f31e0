import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The groups of campaigns with a control group, and the orders that followed. */
export class Trial1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table trial_member (
        campaign text collate "C" not null,
        customer text collate "C" not null,
        is_treated boolean not null,
        at bigint not null,
        primary key (campaign, customer)
      )`);
    await runner.query('create index trial_member_of_customer on trial_member (customer)');
    await runner.query(`
      create table trial_count (
        campaign text collate "C" not null,
        is_treated boolean not null,
        slot smallint not null,
        customers bigint not null,
        first_at bigint not null,
        primary key (campaign, is_treated, slot)
      ) with (fillfactor = 70)`);
    await runner.query(`
      create table trial_order (
        campaign text collate "C" not null,
        customer text collate "C" not null,
        order_id text collate "C" not null,
        is_treated boolean not null,
        placed_at bigint,
        amount bigint,
        amount_at bigint not null,
        is_cancelled boolean not null,
        cancelled_at bigint not null,
        primary key (campaign, customer, order_id)
      ) with (fillfactor = 80)`);
    // The definitions of campaigns with a control group name orders from now on: scoring has to be
    // sent each once more.
    await runner.query(`
      update campaign_state as s set published = false from campaign c
      where c.id = s.id and c.version = s.version and c.draft !~ '"control":0[,}]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table trial_order, trial_count, trial_member');
  }
}
