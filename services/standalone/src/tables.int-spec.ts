// Every table that the migrations of a service leave belongs to one of its features, and no other
// is named (scripts/lint/tables.cjs).
import { join } from 'node:path';
import { consoleService } from '@segue/console';
import { describeWith, freshSchema } from '@segue/testing';
import { SERVICES } from './services';

const { OWNED } = jest.requireActual<{ OWNED: Record<string, Record<string, string[]>> }>(
  join(__dirname, '../../../scripts/lint/tables.cjs'),
);
/** Of typeorm, and of libs/store. */
const OF_NO_FEATURE = ['migration', 'rules_version'];
const TABLES = `
  select relname as name from pg_class
  where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition`;

describeWith('postgres', 'the tables of', (part) => {
  it.each([...SERVICES, consoleService].map(({ name, migrations }) => ({ name, migrations })))(
    '$name are listed by feature',
    async ({ name, migrations }) => {
      const open = await freshSchema(part().url, `tables_${name}`, migrations);
      const found = await open.query<{ name: string }>(TABLES, [`tables_${name}`], 'tables');
      await open.close();

      const left = found.map((table) => table.name).filter((table) => !OF_NO_FEATURE.includes(table));
      expect(left.sort()).toEqual(
        Object.values(OWNED[name] ?? {})
          .flat()
          .sort(),
      );
    },
    60_000,
  );
});
