import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Delivery1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery (
        action_id text collate "C" primary key,
        number bigint generated always as identity,
        customer_id text collate "C" not null,
        campaign text collate "C" not null,
        channel text not null,
        class text not null,
        status text not null,
        reason text,
        attempts integer not null default 0,
        due_at bigint not null,
        lease_until bigint,
        occurred_at bigint,
        owed boolean not null default false,
        action text not null
      )`);
    await runner.query('create index delivery_number on delivery (number)');
    await runner.query('create index delivery_of_customer on delivery (customer_id, number desc)');
    await runner.query(
      `create index delivery_open on delivery (channel, class, due_at) where status in ('queued', 'claimed', 'sending')`,
    );
    await runner.query('create index delivery_owed on delivery (number) where owed');
    await runner.query(`
      create table consent (
        identity text collate "C" primary key,
        number bigint not null,
        consents text not null
      )`);
    await runner.query(`
      create table channel (
        id text primary key,
        kind text not null,
        settings text not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table channel, consent, delivery');
  }
}
