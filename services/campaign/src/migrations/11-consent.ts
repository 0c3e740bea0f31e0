import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the copy of consents and the flag of published definitions after what they hold. */
export class Consent1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table speaker rename to consent');
    await runner.query('alter index speaker_pkey rename to consent_pkey');
    await runner.query('alter index speaker_addresses rename to consent_addresses');
    await runner.query('alter table campaign_state rename column announced to published');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign_state rename column published to announced');
    await runner.query('alter index consent_addresses rename to speaker_addresses');
    await runner.query('alter index consent_pkey rename to speaker_pkey');
    await runner.query('alter table consent rename to speaker');
  }
}
