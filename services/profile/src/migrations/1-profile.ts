import type { MigrationInterface, QueryRunner } from 'typeorm';

const TIMELINE_PARTITIONS = 8;

export class Profile1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Bytes decide the order of keys ("C"): cheaper than a language's rules, and prefixes can be
    // searched in the key itself.
    await runner.query(`
      create table timeline (
        identity text collate "C" not null,
        source text collate "C" not null,
        message_id text collate "C" not null,
        number integer not null,
        occurred_at bigint not null,
        digest text not null,
        body text not null,
        primary key (identity, source, message_id)
      ) partition by hash (identity)`);
    for (let remainder = 0; remainder < TIMELINE_PARTITIONS; remainder++) {
      await runner.query(`
        create table timeline_${remainder} partition of timeline
        for values with (modulus ${TIMELINE_PARTITIONS}, remainder ${remainder})`);
    }
    // Room on the page lets a changed row stay where its index entries point.
    await runner.query(`
      create table identity (
        identity text collate "C" primary key,
        customer_id text collate "C" not null,
        number integer not null,
        parent text collate "C",
        linked_at bigint,
        part text not null
      ) with (fillfactor = 80)`);
    await runner.query('create index identity_of_customer on identity (customer_id)');
    // `root` is the identity that gave the customer its id: it leads on when the customer has ended
    // in another.
    await runner.query(`
      create table customer (
        customer_id text collate "C" primary key,
        root text collate "C",
        version bigint not null,
        owed boolean not null default false
      ) with (fillfactor = 70)`);
    await runner.query('create index customer_owed on customer (customer_id) where owed');
    await runner.query(`
      create table term (
        term text collate "C" not null,
        identity text collate "C" not null,
        primary key (term, identity)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table term, customer, identity, timeline');
  }
}
