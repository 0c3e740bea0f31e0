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
])('names %s', (_, from, sql, faults) => {
  expect(faultsIn(sql, from)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
});
