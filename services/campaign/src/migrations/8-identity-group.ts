import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the table of identity groups after what it holds. */
export class IdentityGroup1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table kin rename to identity_group');
    await runner.query('alter index kin_pkey rename to identity_group_pkey');
    await runner.query('alter table contact rename column kin_id to group_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact rename column group_id to kin_id');
    await runner.query('alter index identity_group_pkey rename to kin_pkey');
    await runner.query('alter table identity_group rename to kin');
  }
}
