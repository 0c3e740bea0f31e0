#!/usr/bin/env bash
# PostgreSQL 17.5 (PGlite 0.3.14, npm): an upsert that is guarded by an array parameter becomes
# quadratic with the sixth run of its prepared statement.
#
# `insert … on conflict … do update … where owner = any($1)` looks each row's owner up in a hash
# table, but only where the array is known at planning. A prepared statement is planned with its
# values for five runs. Then Postgres settles on a plan without them, which it takes to be cheaper,
# since it expects ten elements of an unknown array; from there on each row is compared with one
# element after the other. Drivers prepare named statements once a connection and pools keep them,
# so a test with few runs or few rows does not show it. Without the guard, and for an `update` that
# joins `unnest($1)`, the sixth run costs what the fifth did.
#
# Seen with Node 20.20.2: with 6,000 rows the guarded upsert takes some ten times as long from the
# sixth run on; the other two statements do not change.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --save-exact @electric-sql/pglite@0.3.14 >/dev/null 2>&1

cat > run.mjs <<'JS'
import { PGlite } from '@electric-sql/pglite';

const ROWS = 6_000;
const db = await PGlite.create();
const { rows } = await db.query('show server_version');
console.log(`PostgreSQL ${rows[0].server_version}, ${ROWS} rows`);
const upsert = (guard) => `
  with written as (
    insert into customer as known (name, owner, body) select name, name, 'new' from unnest($1) as name
    on conflict (name) do update set body = excluded.body ${guard} returning 1)
  select count(*) from written`;
await db.exec(`
  create table customer (name text primary key, owner text, body text) with (fillfactor = 50);
  insert into customer select 'customer-' || n, 'customer-' || n, 'old' from generate_series(1, ${ROWS}) as n;
  analyze customer;
  prepare guarded(text[]) as ${upsert('where known.owner = any($1)')};
  prepare unguarded(text[]) as ${upsert('')};
  prepare joined(text[]) as
    update customer set body = 'new' from unnest($1) as wanted(name) where customer.name = wanted.name`);
const names = `{${Array.from({ length: ROWS }, (_, n) => `customer-${n + 1}`).join(',')}}`;

/** Returns the milliseconds of each of nine runs. */
async function runs(statement) {
  const took = [];
  for (let run = 0; run < 9; run++) {
    const started = performance.now();
    await db.exec(`execute ${statement}('${names}')`);
    took.push(performance.now() - started);
  }
  return took;
}

let isAsFound = true;
for (const statement of ['guarded', 'unguarded', 'joined']) {
  const took = await runs(statement);
  const times = Math.min(...took.slice(5)) / Math.min(...took.slice(0, 5));
  console.log(`${statement}: ${took.map(Math.round).join(', ')} ms; from the sixth run on x ${times.toFixed(1)}`);
  isAsFound &&= statement === 'guarded' ? times > 4 : times < 3;
}
if (!isAsFound) console.log('this has changed');
process.exitCode = isAsFound ? 0 : 1;
JS
node run.mjs
