import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Creates the tables of codes and sessions, which hold hashes only, so that readers of the tables
 * cannot sign in.
 */
export class Console1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table person (
        id text collate "C" primary key,
        name text not null,
        role text not null,
        scope text,
        created_at bigint not null
      )`);
    await runner.query(`
      create table start_code (
        hash text collate "C" primary key,
        person_id text not null references person,
        expires_at bigint not null
      )`);
    await runner.query(`
      create table session (
        hash text collate "C" primary key,
        person_id text not null references person,
        expires_at bigint not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session, start_code, person');
  }
}
