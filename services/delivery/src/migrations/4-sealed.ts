import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Splits settings into fields, with a separate column for secrets. Rows of version 1 are converted
 * when the service starts, since sealing needs the key, which the database does not have.
 */
export class SealChannelSecrets1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table channel add version integer not null default 1, add sealed text, add fault text');
    await runner.query('alter table channel alter version set default 2');
  }

  /** Sealed secrets cannot be opened here: channels must be configured again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from channel where version > 1');
    await runner.query('alter table channel drop column version, drop column sealed, drop column fault');
  }
}
