import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journeys of several steps: what ends a wait, the record of enrolments, and counts of steps. */
export class Journeys1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table enrolment add column awaits text collate "C", add column goal text collate "C"');
    await runner.query('create index enrolment_of_journey on enrolment (journey, version)');
    await runner.query(`create index enrolment_paused on enrolment (journey) where state = 'paused'`);
    await runner.query('alter table campaign add column moves boolean not null default false');
    await runner.query(`
      create table story (
        id text collate "C" primary key,
        number bigint generated always as identity,
        journey text collate "C" not null,
        version integer not null,
        cause text collate "C" not null,
        identity text collate "C" not null,
        assigned text not null,
        since bigint not null,
        ended_at bigint,
        ended_by text
      )`);
    await runner.query('create index story_of_identity on story (identity, number desc)');
    await runner.query(`
      create table step_passed (
        enrolment text collate "C" not null,
        turn integer not null,
        node text collate "C" not null,
        kind text not null,
        version integer not null,
        entered_at bigint not null,
        left_at bigint,
        way text,
        why text,
        primary key (enrolment, turn)
      )`);
    // Counts are spread over slots, so that concurrent batches do not wait for each other.
    await runner.query(`
      create table step_count (
        journey text collate "C" not null,
        version integer not null,
        node text collate "C" not null,
        way text collate "C" not null,
        slot integer not null,
        count bigint not null,
        primary key (journey, version, node, way, slot)
      ) with (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table step_count, step_passed, story');
    await runner.query('alter table campaign drop column moves');
    await runner.query('drop index enrolment_of_journey, enrolment_paused');
    await runner.query('alter table enrolment drop column awaits, drop column goal');
  }
}
