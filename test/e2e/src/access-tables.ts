// The tables of docs/security.md with the access to each route.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';

export type Cell = 'yes' | '401' | '403';

export interface AccessTables {
  /** The names of the columns. */
  credentials: readonly string[];
  /** Access by route, such as `GET /api/jobs`. */
  accessOf: ReadonlyMap<string, string>;
  /** Cells by access, then by credential. */
  cellsOf: ReadonlyMap<string, ReadonlyMap<string, Cell>>;
}

type Row = readonly string[];

/**
 * Reads the tables.
 * @throws {Error} where a table is missing, a cell has an unknown value, or a route is listed
 * twice.
 */
export async function readAccessTables(): Promise<AccessTables> {
  const text = await readFile(join(projectRoot(), 'docs/security.md'), 'utf8');
  const [[, ...credentials], ...classes] = tableUnder('access', text);
  const [, ...routes] = tableUnder('route', text);
  const cellsOf = new Map(
    classes.map(([name = '', ...cells]) => [name, new Map(credentials.map((each, at) => [each, cellOf(cells[at])]))]),
  );
  const accessOf = new Map<string, string>();
  for (const [path = '', methods = '', access = ''] of routes) {
    if (!cellsOf.has(access)) throw new Error(`${path}: unknown access "${access}"`);
    for (const method of methods.split(', ').flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]))) {
      const route = `${method} ${path.replaceAll('`', '')}`;
      if (accessOf.has(route)) throw new Error(`${route} is listed twice`);
      accessOf.set(route, access);
    }
  }
  return { credentials, accessOf, cellsOf };
}

/** Returns the table with this first column; its first row is the header. */
function tableUnder(firstColumn: string, text: string): [Row, ...Row[]] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} `));
  if (start < 0) throw new Error(`there is no table with a first column "${firstColumn}"`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const [header, , ...rows] = lines.slice(start, length < 0 ? undefined : start + length).map(fieldsOf);
  return [header ?? [], ...rows];
}

const fieldsOf = (line: string): Row =>
  line
    .split('|')
    .slice(1, -1)
    .map((field) => field.trim());

function cellOf(text: string | undefined): Cell {
  if (text === 'yes' || text === '401' || text === '403') return text;
  throw new Error(`"${text}" is not one of yes, 401 and 403`);
}
