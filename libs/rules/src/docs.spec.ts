// The example of docs/rules.md, run as it stands there, and the schema that is published. `UPDATE_DOCS=1` writes what they come to.
import { cdnowPurchases, published, runExample } from '@segue/pages';
import { touchpoint } from '../testing/touchpoints';
import * as rules from './index';

/** Customer 1 of the sample, one touchpoint per line of the file. */
function purchases() {
  return cdnowPurchases()
    .filter(({ customer }) => customer === 1)
    .map(({ day, dollars }, index) =>
      touchpoint({ number: index + 1, occurredAt: Date.parse(day), properties: { total: dollars } }),
    );
}

it('prints what the page says', () => {
  const given = { purchases: purchases(), day: (instant: number) => new Date(instant).toISOString().slice(0, 10) };
  const { said, printed } = runExample('rules.md', rules, given);
  expect(printed).toBe(said);
});

it('publishes the schema of the language', () => {
  const schema = JSON.stringify(rules.RULE_SCHEMA, null, 2);
  expect(JSON.parse(published('rule.schema.json', `${schema}\n`))).toEqual(rules.RULE_SCHEMA);
});
