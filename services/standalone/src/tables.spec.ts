// The lint rule on the tables of features.
import { join } from 'node:path';

type FaultsIn = (sql: string, place: { service: string; feature: string }) => string[];

const { faultsIn } = jest.requireActual<{ faultsIn: FaultsIn }>(
  join(__dirname, '../../../scripts/lint/table-owner.cjs'),
);
const place = { service: 'scoring', feature: 'tiers' };

it.each([
  ['an own table', { service: 'scoring', feature: 'score' }, 'select 1 from facts', []],
  ['a table that it may read', place, 'select 1 from standing s left join due d on true', []],
  ['a part of a query with a name', place, 'with later as (select 1) select 1 from later', []],
  ['a table of another feature', place, 'select 1 from segment', ['scoring.segment belongs to rulebook']],
  ['one beside an allowed one', place, 'select 1 from due join facts f on true', ['scoring.facts belongs to score']],
  ['a table that it may read, to write', place, 'update standing set state = $1', ['scoring.standing belongs to']],
  ['one to insert into', place, 'insert into due (customer_id) values ($1)', ['scoring.due belongs to']],
  ['one to delete from', place, 'delete from due', ['scoring.due belongs to']],
  ['one with its schema', place, 'select 1 from scoring.facts', ['scoring.facts belongs to score']],
  ['one of another service', place, 'select 1 from "campaign"."contact" c', ['campaign.contact belongs to campaign']],
  ['one of another service to write', place, 'update campaign.contact set x = 1', ['scoring may not write']],
  ['one of no service', place, 'select 1 from pg_catalog.pg_class', []],
  ['the second of a list', place, 'select 1 from due d, facts as f where true', ['scoring.facts belongs to']],
  ['one behind that', place, 'select 1 from due, standing s, scoring.facts', ['scoring.facts belongs to']],
  ['no column of a list', place, 'select a is distinct from b, facts from due group by a, facts', []],
  ['one beside that to delete from', place, 'delete from later using facts f', ['scoring.facts belongs to']],
  ['some to empty', place, 'truncate table only due, facts', ['scoring.due belongs to', 'scoring.facts belongs to']],
  ['one to empty', place, 'TRUNCATE due', ['tiers may not write it']],
  ['some to lock', place, 'lock table due, facts in share mode', ['scoring.due', 'scoring.facts']],
  ['one to merge into', place, 'merge into due d using standing s on true', ['scoring.due belongs to']],
  ['one to copy', place, 'copy due (customer_id) from stdin', ['scoring.due belongs to']],
  ['one to change', place, 'alter table if exists only due add x text', ['scoring.due belongs to']],
  ['some to drop', place, 'drop table if exists due, facts cascade', ['scoring.due', 'scoring.facts']],
])('names %s', (_, from, sql, faults) => {
  expect(faultsIn(sql, from)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
});
