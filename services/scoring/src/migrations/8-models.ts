import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Models1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Every model that was fitted, and those that a fit replaced. Which one is live is said by the
    // setting `model` alone.
    await runner.query(`
      create table model_version (
        number bigserial primary key,
        created_at bigint not null,
        origin text not null,
        body text not null
      )`);
    // One fit at a time over all instances: a lease, which lapses with its holder. `customers` are
    // those of the last fit that ended.
    await runner.query(`
      create table model_fit (
        one boolean primary key default true check (one),
        holder text,
        held_until bigint not null default 0,
        job text,
        tried_at bigint,
        fitted_at bigint,
        customers bigint not null default 0
      )`);
    await runner.query('insert into model_fit (one) values (true)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table model_fit, model_version');
  }
}
