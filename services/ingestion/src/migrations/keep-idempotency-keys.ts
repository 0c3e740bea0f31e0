import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps what each `Idempotency-Key` was used for, so that a repeated request gets the ids of the
 * first.
 */
export class KeepIdempotencyKeys1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_key (
        source text collate "C" not null,
        key text collate "C" not null,
        fingerprint text not null,
        drawn text not null,
        made_at bigint not null,
        number bigint generated always as identity,
        primary key (source, key)
      )`);
    await runner.query('create index idempotency_key_by_number on idempotency_key (source, number)');
    await runner.query('create index idempotency_key_by_time on idempotency_key (made_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotency_key');
  }
}
