// The dictionaries of the features: complete in both languages, used, and of one form.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { joined } from '../../services/console/web/src/i18n/dictionary';
import { DICTIONARIES, WEB, allWordsIn, featureFolders, textsOf } from './dictionaries';

const english = textsOf(allWordsIn('en'));
const chinese = textsOf(allWordsIn('zh-CN'));

/** Without the form for one: Chinese has one form for every number. */
const keysOf = (texts: readonly [string, string][]) =>
  texts
    .map(([path]) => path)
    .filter((path) => !path.endsWith('_one'))
    .sort();

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string).sort();

it.each(DICTIONARIES.map(({ folder, dictionary }) => [folder, dictionary] as const))(
  'the words of %s have the same keys in both languages',
  (_, dictionary) => {
    expect(keysOf(textsOf(dictionary['zh-CN']))).toEqual(keysOf(textsOf(dictionary.en)));
  },
);

it('the manifest of every feature is in the list, with its words', () => {
  const list = readFileSync(join(WEB, 'features/features.ts'), 'utf8');
  for (const folder of featureFolders()) {
    expect(list).toContain(`from './${folder.replace('features/', '')}/manifest'`);
    expect([folder, existsSync(join(WEB, folder, 'words.en.ts'))]).toEqual([folder, true]);
    expect(readFileSync(join(WEB, folder, 'manifest.ts'), 'utf8')).toContain(
      "words: { en, 'zh-CN': async () => (await import('./words.zh')).zh }",
    );
  }
});

it('two dictionaries with one key are refused', () => {
  expect(() => joined([{ a: '1' }, { a: '1' }])).toThrow('two dictionaries have the key "a"');
});

it('the same values are named in both languages', () => {
  const byPath = new Map(english);
  // A plural may leave out the count, and Chinese need not repeat it.
  const differing = chinese.filter(([path, text]) => {
    const own = new Set(blanks(byPath.get(path) ?? ''));
    return blanks(text).some((name) => !own.has(name) && name !== 'count');
  });
  expect(differing).toEqual([]);
});

it('Chinese sentences have Chinese punctuation', () => {
  expect(chinese.filter(([, text]) => /\p{Script=Han}[,;:?!]|\p{Script=Han}\. /u.test(text))).toEqual([]);
  expect(chinese.filter(([, text]) => /[。，；：] /.test(text))).toEqual([]);
});

describe('the keys in the sources', () => {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(en|zh)\.ts$|schema\.ts$/.test(file))
    .map((file) => readFileSync(join(WEB, file), 'utf8'))
    .join('\n');
  const keys = new Set(english.map(([path]) => path.replace(/_(one|other)$/, '')));
  const tops = new Set([...keys].map((key) => key.split('.')[0] as string));
  const isOurs = (text: string) => tops.has(text.split('.')[0] as string) && text.includes('.');
  /** Whole keys in quotes, and prefixes of keys in templates. */
  const whole = [...sources.matchAll(/'([\w-]+(?:\.[\w -]+)+)'/g)].map(([, key]) => key as string).filter(isOurs);
  const prefixes = [...sources.matchAll(/`([\w-]+(?:\.[\w-]+)*)\.\$\{/g)].map(([, key]) => key as string);

  it('are in the dictionary', () => {
    const isTable = (path: string) => [...keys].some((key) => key.startsWith(`${path}.`));
    const unknown = whole.filter((key) => !keys.has(key) && !isTable(key));
    expect([...new Set(unknown)]).toEqual([]);
    expect(whole.length).toBeGreaterThan(200);
  });

  it('are all there are: no words without a use', () => {
    const tables = new Set([...prefixes, ...whole, ...[...tops].filter((top) => sources.includes(`'${top}', `))]);
    const used = new Set(whole);
    const isUsed = (key: string) => used.has(key) || tables.has(key.slice(0, key.lastIndexOf('.')));
    // `news.many` is derived from the key of the sentence about one customer.
    expect([...keys].filter((key) => !isUsed(key) && !key.startsWith('news.many.'))).toEqual([]);
  });
});
