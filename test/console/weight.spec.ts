import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

type Weight = {
  pagesIn(chunks: readonly object[]): string[];
  tooHeavy(chunks: readonly object[], limits: Record<string, number>): string[];
};
const { pagesIn, tooHeavy } = createRequire(__filename)('../../services/console/web/weight.cjs') as Weight;

const chunk = (name: string, code: string, imports: string[] = [], isEntry = false) => ({
  ...{ fileName: `${name}.js`, name, code, imports, isEntry },
});
const weight = (...codes: string[]) => codes.reduce((sum, code) => sum + gzipSync(code).length, 0);

describe('the weight of a page', () => {
  const bundle = [
    chunk('index', 'entry', ['shared.js'], true),
    chunk('shared', 'shared', ['deep.js']),
    chunk('deep', 'deep', ['shared.js']),
    chunk('HomePage', 'home', ['shared.js']),
    chunk('later', 'fetched on its own'),
  ];
  const whole = weight('entry', 'shared', 'deep', 'home');

  it('is that of all that it imports, each file once, and of the entry', () => {
    expect(tooHeavy(bundle, { HomePage: whole })).toEqual([]);
    expect(tooHeavy(bundle, { HomePage: whole - 1 })).toEqual([
      `HomePage: ${whole} bytes of script after gzip, at most ${whole - 1} are allowed`,
    ]);
  });

  it('is not passed over for a page that has another name now', () => {
    expect(tooHeavy(bundle, { Home: 1_000_000 })).toEqual(['Home: no such page in the bundle']);
  });

  it('is known of every page of a feature, and of no other part', () => {
    const at = (name: string, facadeModuleId: string | null) => ({ ...chunk(name, name), facadeModuleId });
    const chunks = [
      at('SegmentsPage', '/web/src/features/segments/SegmentsPage.tsx'),
      at('HomePage', '/web/src/features/home/HomePage.tsx'),
      at('EditSegmentPage', '/web/src/features/segments/edit/EditSegmentPage.tsx'),
      at('DataDrawer', '/web/src/features/own-data/DataDrawer.tsx'),
      at('antd', null),
    ];
    expect(pagesIn(chunks)).toEqual(['EditSegmentPage', 'HomePage', 'SegmentsPage']);
  });
});
