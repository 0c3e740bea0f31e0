// The example of docs/rules.md, run as it stands there, and the schema that is published. `UPDATE_DOCS=1` writes what they come to.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { touchpoint } from '../testing/touchpoints';
import * as rules from './index';

const DOCS = join(__dirname, '../../../docs');
const PAGE = join(DOCS, 'rules.md');
const SCHEMA = join(DOCS, 'rule.schema.json');
const EXAMPLE = /```ts\n(import[\s\S]*?)```\n\n```text\n([\s\S]*?)```/;

/** Customer 1 of the sample, one touchpoint per line of the file. */
function purchases() {
  const file = readFileSync(join(__dirname, '../../../test/data/CDNOW_sample.txt'), 'utf8');
  const lines = file.split('\n').map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([, id]) => id === '0001')
    .map(([, , date = '', , dollars = ''], index) =>
      touchpoint({
        number: index + 1,
        occurredAt: Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))),
        properties: { total: Number(dollars) },
      }),
    );
}

function printed(example: string): string {
  const lines: string[] = [];
  const { outputText } = transpileModule(example, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const given = {
    exports: {},
    require: () => rules,
    print: (words: string) => lines.push(words),
    purchases: purchases(),
    day: (instant: number) => new Date(instant).toISOString().slice(0, 10),
  };
  new Function(...Object.keys(given), outputText)(...Object.values(given));
  return `${lines.join('\n')}\n`;
}

it('prints what the page says', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [, example = '', said] = EXAMPLE.exec(page) ?? [];
  const output = printed(example);
  if (process.env.UPDATE_DOCS)
    writeFileSync(
      PAGE,
      page.replace(EXAMPLE, (all) => all.replace(/```text\n[\s\S]*```/, () => `\`\`\`text\n${output}\`\`\``)),
    );
  else expect(output).toBe(said);
});

it('publishes the schema of the language', () => {
  const schema = `${JSON.stringify(rules.RULE_SCHEMA, null, 2)}\n`;
  if (process.env.UPDATE_DOCS) writeFileSync(SCHEMA, schema);
  else expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(rules.RULE_SCHEMA);
});
