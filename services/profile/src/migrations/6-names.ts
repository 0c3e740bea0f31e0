import type { Part } from '@segue/parts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wholeName } from '../customers/domain/names';
import { nameTerms, termsIn } from '../search/domain/words';

const AT_ONCE = 500;
const NAMES = ['name', 'firstName', 'lastName', 'first_name', 'last_name'];

interface Row {
  identity: string;
  part: string;
}

/**
 * Adds the spellings of Chinese names, and whole names of those who sent first and last name apart.
 */
export class ProfileNames1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (let after = ''; ;) {
      const rows = (await runner.query(
        `select identity, part from identity
         where identity > $1 and (part ~ '[\u3400-\u9fff]' or part ~ '"(lastName|last_name)"')
         order by identity limit ${AT_ONCE}`,
        [after],
      )) as Row[];
      const last = rows.at(-1);
      if (!last) return;
      await addTerms(runner, rows.flatMap(termsOf));
      after = last.identity;
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from term where term like '^%'`);
  }
}

interface Addition {
  identity: string;
  term: string;
  /**
   * The identity has the term only while it is found by this word: claims that do not hold find
   * nobody.
   */
  beside: string;
}

function termsOf({ identity, part: json }: Row): Addition[] {
  const part = JSON.parse(json) as Part;
  const all = [part.traits, ...Object.values(part.claims ?? {}).map(({ traits }) => traits ?? {})];
  return all.flatMap((said) => {
    const values = Object.fromEntries(NAMES.map((name) => [name, said[name]?.value]));
    const texts = Object.values(values).filter((value): value is string => typeof value === 'string');
    const additions = texts.flatMap((text) =>
      termsIn(text).flatMap((word) => nameTerms(word).map((term) => ({ identity, term, beside: word }))),
    );
    const whole = wholeName(values);
    const last = [values.lastName, values.last_name].find((value) => typeof value === 'string' && value !== '');
    if (whole === null || typeof last !== 'string') return additions;
    const [beside = ''] = termsIn(last);
    const words = termsIn(whole).flatMap((word) => nameTerms(word));
    return [...additions, ...words.map((term) => ({ identity, term, beside }))];
  });
}

async function addTerms(runner: QueryRunner, additions: readonly Addition[]): Promise<void> {
  await runner.query(
    `insert into term (term, identity)
     select distinct added.term, added.identity
     from unnest($1::text[], $2::text[], $3::text[]) as added(term, identity, beside)
     join term known on known.term = added.beside and known.identity = added.identity
     on conflict do nothing`,
    [
      additions.map(({ term }) => term),
      additions.map(({ identity }) => identity),
      additions.map(({ beside }) => beside),
    ],
  );
}
