import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { columns } from './columns';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { type OpenDb, openDb } from './postgres';

jest.setTimeout(60_000);

describe('columns', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let db: OpenDb;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-columns-'));
    server = await startEmbeddedPostgres(folder);
    db = openDb({ url: server.url, schema: 'public' });
  });
  afterAll(async () => {
    await db.close();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('arrive in Postgres as they are, whatever the text', async () => {
    const text = fc.option(
      fc.string({ unit: 'grapheme' }).filter((value) => !/[\u0000\uD800-\uDFFF]/.test(value)),
      { nil: null },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.integer(), fc.option(fc.boolean(), { nil: null })), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const [texts, numbers, flags] = columns(
            rows,
            ([first]) => first,
            ([, second]) => second,
            ([, , third]) => third,
          );
          const read = await db.query<{ t: string | null; n: number; f: boolean | null }>(
            'select t, n, f from unnest($1::text[], $2::bigint[], $3::boolean[]) with ordinality as r(t, n, f, place) order by place',
            [texts, numbers, flags],
          );
          expect(read.map(({ t, n, f }) => [t, n, f])).toEqual(rows);
        },
      ),
      { numRuns: 200 },
    );
  });
});
