import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PausedBecause1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Why a campaign paused by itself, as JSON.
    await runner.query('alter table campaign_state add column paused_because text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign_state drop column paused_because');
  }
}
