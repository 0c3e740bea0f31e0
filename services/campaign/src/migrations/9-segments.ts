import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which segments there are, from the topic `segments`. */
export class Segments1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table known_segment (
        segment text collate "C" primary key,
        version bigint not null,
        is_deleted boolean not null
      )`);
    // Definitions name segments from now on: scoring has to be sent each once more.
    await runner.query('update campaign_state set announced = false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table known_segment');
  }
}
