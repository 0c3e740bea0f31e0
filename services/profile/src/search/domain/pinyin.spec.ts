import { spelledIn, spellingsOf } from './pinyin';

const finds = (name: string, query: string) =>
  spelledIn(query).some((beginning) => spellingsOf(name).some((form) => form.startsWith(beginning)));

describe('Chinese names in Latin letters', () => {
  it.each(['wyx', 'wangyuxuan', 'wang yuxuan', 'wang yu xuan', 'wang', 'yuxuan', "yu'xuan", 'w', 'xuan'])(
    'find 王宇轩 by %s',
    (query) => {
      expect(finds('王宇轩', query)).toBe(true);
    },
  );

  it.each(['yx wang', 'wangxuan', 'li', 'wyxx', '王', '123', ''])('do not find 王宇轩 by "%s"', (query) => {
    expect(finds('王宇轩', query)).toBe(false);
  });

  // Family names whose usual reading as a word is another one.
  it.each([
    ['单田芳', 'shan tianfang'],
    ['曾国藩', 'zeng guofan'],
    ['仇英', 'qiu ying'],
    ['解缙', 'xie jin'],
    ['查良镛', 'zha liangyong'],
    ['尉迟恭', 'yuchi gong'],
    ['朴树', 'piao shu'],
    ['区志明', 'ou zhiming'],
    ['盖宽饶', 'ge kuanrao'],
    ['召平', 'shao ping'],
    ['繁钦', 'po qin'],
    ['员半千', 'yun banqian'],
    ['單田芳', 'shan tianfang'],
    ['區志明', 'ou zhiming'],
    ['蓋寬饒', 'ge kuanrao'],
    ['樂嘉', 'yue jia'],
    ['繆荃孫', 'miao quansun'],
    ['尉遲恭', 'yuchi gong'],
    ['萬俟卨', 'moqi xie'],
    ['長孫無忌', 'zhangsun wuji'],
    ['澹臺明', 'tantai ming'],
    // The everyday reading finds it as well.
    ['單田芳', 'dan tianfang'],
  ])('reads the family name of %s as in %s', (name, query) => {
    expect(finds(name, query)).toBe(true);
  });

  it('knows ü as it is typed and as passports have it, and syllables that only look alike', () => {
    expect(['lv bu', 'lü bu', 'lyu bu'].map((query) => finds('吕布', query))).toEqual([true, true, true]);
    expect(['linyu', 'lin yu'].map((query) => finds('林宇', query))).toEqual([true, true]);
  });

  it('finds names that may be read in two ways by both', () => {
    expect(['yue jia', 'le jia', 'lj'].map((query) => finds('乐嘉', query))).toEqual([true, true, true]);
  });

  it('spells nothing but Chinese names', () => {
    expect(['ana lee', '王 Wang', '有限责任公司上海分公司', ''].flatMap(spellingsOf)).toEqual([]);
    expect(spellingsOf('王')).toEqual(['^wang']);
  });
});
