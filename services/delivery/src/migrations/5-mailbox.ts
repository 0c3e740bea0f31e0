import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose addresses a statement of consent concerns, so that a withdrawal reaches everybody with the
 * same mailbox; and whether the server refused a message's recipient for good.
 */
export class Mailbox1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table consent add column version bigint not null default 0, add column lifts text not null default '[]',
        add column addresses text[] not null default '{}'`);
    // An e-mail address or phone that speaks for itself is its own address.
    await runner.query(
      `update consent set addresses = array[identity] where identity like 'email:%' or identity like 'phone:%'`,
    );
    await runner.query('create index consent_addresses on consent using gin (addresses)');
    await runner.query('alter table delivery add column bounced boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column bounced');
    await runner.query('alter table consent drop column version, drop column lifts, drop column addresses');
  }
}
