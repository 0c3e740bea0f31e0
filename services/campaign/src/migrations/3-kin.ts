import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Kin1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The identities of customers with several, once for each customer instead of once for each
    // identity.
    await runner.query(`
      create table kin (
        id text collate "C" primary key,
        identities text[] not null,
        version bigint not null,
        number bigint not null
      ) with (fillfactor = 80)`);
    // Null while the identity is known as a customer of its own: then the contact's version counts.
    await runner.query('alter table contact add column kin_id text collate "C"');
    await runner.query(`
      insert into kin (id, identities, version, number)
      select gen_random_uuid()::text, kin, version, number from (
        select distinct on (kin) kin, version, number from contact where cardinality(kin) > 1
        order by kin, version desc, number desc) latest`);
    await runner.query('update contact set kin_id = kin.id from kin where kin.identities = contact.kin');
    await runner.query('alter table contact drop column kin');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact add column kin text[]');
    await runner.query('update contact set kin = array[identity]');
    await runner.query(`
      update contact set kin = kin.identities, version = kin.version, number = kin.number
      from kin where kin.id = contact.kin_id`);
    await runner.query('alter table contact alter column kin set not null, drop column kin_id');
    await runner.query('drop table kin');
  }
}
