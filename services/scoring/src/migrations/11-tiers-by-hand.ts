import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who gave which customer a value tier by hand, why and until when: a log that only grows. */
export class TiersByHand1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // `tier`, `reason` and `until` are null where one was taken back.
    await runner.query(`
      create table tier_by_hand (
        number bigserial primary key,
        customer_id text collate "C" not null,
        tier text,
        reason text,
        until bigint,
        given_by text not null,
        given_at bigint not null
      )`);
    await runner.query('create index tier_by_hand_of_customer on tier_by_hand (customer_id, number)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tier_by_hand');
  }
}
