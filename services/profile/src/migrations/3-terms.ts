import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the search terms of given names, of digits and ends of numbers, and of orders. */
export class ProfileTerms1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into term (term, identity)
      select substr(t.term, place), t.identity from term t, generate_series(2, 4) place
      where t.term ~ '^[\u3400-\u9fff]{2,6}$' and place <= length(t.term)
      on conflict do nothing`);
    await runner.query(`
      insert into term (term, identity)
      select digits.form, digits.identity from (
        select unnest(array[found.all_digits, '~' || reverse(found.all_digits)]) as form, found.identity from (
          select regexp_replace(t.term, '[^0-9]', '', 'g') as all_digits, t.identity from term t
          where t.term ~ '^[+(]?[0-9 ().-]+$') found
        where length(found.all_digits) >= 3) digits
      on conflict do nothing`);
    await runner.query(`
      insert into term (term, identity)
      select '~' || reverse(substring(identity from '[0-9]{3,}$')), identity from identity
      where identity ~ '[0-9]{3,}$' and identity !~ '^(deviceId|anonymousId):'
      on conflict do nothing`);
    await runner.query(`
      insert into term (term, identity)
      select '#' || left(lower(id), 128), identity from identity, json_object_keys(part::json -> 'orders') id
      where json_typeof(part::json -> 'orders') = 'object'
      on conflict do nothing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from term where term like '~%' or term like '#%'`);
  }
}
