// A schema of a test suite's own, empty at its start.
import { type OpenDb, migrate, openDb } from '@segue/store';

/** Drops the schema, applies the migrations, and returns an open database in it, to be closed. */
export async function freshSchema(
  url: string,
  schema: string,
  migrations: Parameters<typeof migrate>[2],
): Promise<OpenDb> {
  const admin = openDb({ url, schema: 'public' });
  await admin.query(`drop schema if exists ${schema} cascade`);
  await admin.close();
  await migrate(url, schema, migrations);
  return openDb({ url, schema });
}
