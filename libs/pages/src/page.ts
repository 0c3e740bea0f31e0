// Tests pages of docs/: an example must print the output on its page, and a chart must equal what
// the code draws. `UPDATE_DOCS=1` writes both instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const DOCS = join(__dirname, '../../../docs');
/** Matches code that begins with an import, and the output right below it. */
const EXAMPLE = /```ts\n(import[\s\S]*?)```\n\n```text\n([\s\S]*?)```/;

export interface Example {
  /** The example's output on the page. */
  readonly said: string;
  readonly printed: string;
}

/**
 * Runs a page's example; returns its output and the output on the page.
 * @param page the file's name in docs/
 * @param lib the imported module
 * @param given names that the example may use beside `print`, which takes words
 * @throws Error if the page has no example
 */
export function runExample(page: string, lib: object, given: Readonly<Record<string, unknown>>): Example {
  const file = join(DOCS, page);
  const text = readFileSync(file, 'utf8');
  const [, code, said] = EXAMPLE.exec(text) ?? [];
  if (code === undefined || said === undefined) throw new Error(`docs/${page} has no example with its output below`);
  const printed = outputOf(code, lib, given);
  if (!process.env.UPDATE_DOCS) return { said, printed };
  const example = (all: string) => all.replace(/```text\n[\s\S]*```/, () => `\`\`\`text\n${printed}\`\`\``);
  writeFileSync(file, text.replace(EXAMPLE, example));
  return { said: printed, printed };
}

function outputOf(code: string, lib: object, given: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  const { outputText } = transpileModule(code, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const names = {
    exports: {},
    require: () => lib,
    print: (...words: string[]) => lines.push(words.join(' ')),
    ...given,
  };
  new Function(...Object.keys(names), outputText)(...Object.values(names));
  return `${lines.join('\n')}\n`;
}

/** Returns the text of a file of docs/. @param now the expected text, which UPDATE_DOCS writes */
export function published(file: string, now: string): string {
  const path = join(DOCS, file);
  if (process.env.UPDATE_DOCS) writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}
