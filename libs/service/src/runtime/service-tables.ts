// The tables that every service has in its own schema.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateServiceTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table passage (
        topic text not null,
        partition int not null,
        recorded_at bigint,
        mark bigint,
        last boolean not null,
        primary key (topic, partition)
      )`);
    await runner.query(`
      create table service_clock (
        id int primary key check (id = 1),
        passed_on bigint,
        handed_over boolean not null,
        handed_over_at bigint
      )`);
    await runner.query('insert into service_clock (id, handed_over) values (1, false)');
    await runner.query(`
      create table job (
        id text primary key,
        kind text not null,
        state text not null,
        done bigint not null,
        total bigint,
        detail text not null,
        error text,
        started_at bigint not null,
        seen_at bigint not null,
        ended_at bigint
      )`);
    await runner.query('create index job_by_start on job (started_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['job', 'service_clock', 'passage']) await runner.query(`drop table ${table}`);
  }
}
