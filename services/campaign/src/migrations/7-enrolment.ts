import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Waits become enrolments; a decision keeps a list of effects instead of one action. */
export class Enrolment1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table enrolment (
        id text collate "C" primary key,
        journey text collate "C" not null,
        version integer not null,
        cause text collate "C" not null,
        identity text collate "C" not null,
        node text collate "C" not null,
        since bigint not null,
        due_at bigint not null,
        waits_for text not null,
        context text not null,
        state text not null
      )`);
    // The id is that of enrolmentId (journeys/domain/enrolment.ts). Version and beginning are those
    // of the decision that was deferred. JSON is handled as text: as a value it may hold an escape
    // that Postgres refuses.
    await runner.query(`
      insert into enrolment (id, journey, version, cause, identity, node, since, due_at, waits_for, context, state)
      select 'e' || substr(encode(sha256(convert_to(w.campaign || E'\\n' || w.cause, 'UTF8')), 'hex'), 1, 24),
        w.campaign, coalesce(substring(d.body from '"campaignVersion":([0-9]+)')::integer, s.version, 1),
        w.cause, w.identity, 'send', coalesce(d.decided_at, w.due_at), w.due_at, 'quiet-hours',
        '{"signal":' || w.signal || '}', 'waiting'
      from waiting w left join campaign_state s on s.id = w.campaign
      left join lateral (
        select body, decided_at from decision
        where campaign = w.campaign and cause = w.cause and outcome = 'deferred' order by number limit 1) d on true`);
    await runner.query(`create index enrolment_due on enrolment (due_at) where state = 'waiting'`);
    await runner.query('create index enrolment_of_identity on enrolment (identity)');
    await runner.query('drop table waiting');
    await runner.query('alter table present rename to customer_state');
    await runner.query('alter index present_pkey rename to customer_state_pkey');
    await runner.query('alter table decision rename column action to effects');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update decision set effects = effects::json ->> 0 where effects like '[%'`);
    await runner.query('alter table decision rename column effects to action');
    await runner.query('alter index customer_state_pkey rename to present_pkey');
    await runner.query('alter table customer_state rename to present');
    await runner.query(`
      create table waiting (
        campaign text collate "C" not null,
        cause text collate "C" not null,
        identity text collate "C" not null,
        due_at bigint not null,
        signal text not null,
        primary key (campaign, cause)
      )`);
    await runner.query(`
      insert into waiting (campaign, cause, identity, due_at, signal)
      select journey, cause, identity, due_at, substr(context, 11, length(context) - 11) from enrolment`);
    await runner.query('create index waiting_due on waiting (due_at)');
    await runner.query('create index waiting_of_identity on waiting (identity)');
    await runner.query('drop table enrolment');
  }
}
