// Chinese names as people spell them in Latin letters: 王宇轩 is found by "wangyuxuan", "wang yuxuan",
// "yuxuan" and "wyx". Pure. Readings come from pinyin-pro, which reads family names with
// `surname: 'head'` (单 shan, 仇 qiu, 查 zha, 尉迟 yuchi).
import { pinyin } from 'pinyin-pro';

/** Stands before a spelling, which thus cannot be taken for a word that was sent. */
const SPELLED = '^';
/** Characters of a name that are spelled; longer texts are not names of persons. */
const NAME = /^\p{Script=Han}{1,6}$/u;
/** Maximum number of last parts of a name that find it: given names have up to three characters. */
const MAX_ENDINGS = 3;

/**
 * Family names in traditional characters. pinyin-pro 3.29.4 knows family readings by the simplified
 * ones alone (findings/pinyin-pro-traditional-family-names.sh).
 */
const SIMPLIFIED: Readonly<Record<string, string>> = {
  ...{ 單: '单', 區: '区', 蓋: '盖', 樂: '乐', 員: '员', 繆: '缪' },
  ...{ 尉遲: '尉迟', 萬俟: '万俟', 長孫: '长孙', 澹臺: '澹台' },
};

/** Returns the name with its family name in simplified characters, where the reading differs. */
function withKnownFamily(name: string): string {
  for (const length of [2, 1]) {
    const family = SIMPLIFIED[name.slice(0, length)];
    if (family !== undefined) return family + name.slice(length);
  }
  return name;
}

/**
 * What `name` is found by: its spelling, its initials, and the spelling of its given name. Empty
 * for others than Chinese names.
 */
export function spellingsOf(name: string): string[] {
  if (!NAME.test(name)) return [];
  // Some are read both ways: 乐嘉 may be Yue Jia or Le Jia.
  const readings = [syllablesOf(withKnownFamily(name), 'head'), syllablesOf(name, 'off')];
  return [...new Set(readings.flatMap(formsOf))].map((form) => `${SPELLED}${form}`);
}

function syllablesOf(name: string, surname: 'head' | 'off'): string[] {
  const syllables = pinyin(name, { surname, toneType: 'none', type: 'array', v: true });
  // A character without a reading comes back as it is.
  return syllables.every((syllable) => /^[a-z]+$/.test(syllable)) ? syllables : [];
}

function formsOf(syllables: readonly string[]): string[] {
  if (syllables.length === 0) return [];
  const endings = syllables.map((_, place) => syllables.slice(place).join('')).slice(0, 1 + MAX_ENDINGS);
  return syllables.length === 1 ? endings : [...endings, syllables.map((syllable) => syllable[0]).join('')];
}

/**
 * Returns the beginnings of spellings that a query may mean, `query` in lower case. ü is
 * typed as v, as yu in passports, or as itself; "linyu" may be 林宇, so both are looked for.
 */
export function spelledIn(query: string): string[] {
  if (!/^[a-zü][a-zü' -]*$/.test(query)) return [];
  const letters = query.replace(/[^a-zü]/g, '').replace(/ü/g, 'v');
  return [...new Set([letters, letters.replace(/([ln])yu/g, '$1v')])].map((form) => `${SPELLED}${form}`);
}
