// The example of docs/rules.md, run as it stands there, and the schema that is published.
// `UPDATE_DOCS=1` writes what they come to.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

it.each(['rules.md', 'first-steps.md'])('shows no condition in %s that would be refused', (page) => {
  const text = readFileSync(join(__dirname, '../../../docs', page), 'utf8');
  const shown = [...text.matchAll(/^ {2}(\{ "kind": "order".*\}),?$|`(\{"kind": "order".*?\})`/gm)];
  const faults = shown.flatMap(([, block, inline]) =>
    rules.validate({ version: 1, when: JSON.parse((block ?? inline) as string) as unknown }),
  );
  expect(faults).toEqual([]);
  expect(shown).toHaveLength(page === 'rules.md' ? 7 : 4);
});
