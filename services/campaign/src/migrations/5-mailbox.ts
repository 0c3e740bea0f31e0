import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is said of consents for an address, addresses that bounced, and how messages ended. */
export class Mailbox1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table speaker (
        identity text collate "C" primary key,
        number bigint not null,
        version bigint not null,
        consents text not null,
        lifts text not null,
        addresses text[] not null
      )`);
    await runner.query('create index speaker_addresses on speaker using gin (addresses)');
    await runner.query(`
      create table bounced (
        address text collate "C" primary key,
        at bigint not null,
        reason text not null
      )`);
    await runner.query(`
      create table ended (
        id text collate "C" primary key,
        status text not null,
        reason text,
        at bigint not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ended, bounced, speaker');
  }
}
