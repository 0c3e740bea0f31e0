// Describes a rule as one sentence.
import type { Condition, Rule } from '../language/rule';
import { english } from './en/en';
import type { Names, Phrases } from './phrases';
import { chinese } from './zh/zh';

const PHRASES = { en: english, 'zh-CN': chinese } as const;
type Locale = keyof typeof PHRASES;

/**
 * @param names of segments and numbers; where absent, a segment's id, and the language's own name
 * for a number.
 */
export function describe(rule: Rule, locale: Locale, names: Names = {}): string {
  const phrases = PHRASES[locale];
  return phrases.sentence(say(rule.when, phrases, names));
}

/** A condition as part of a sentence: for the reasons of a verdict. */
export function describeCondition(condition: Condition, locale: Locale, names: Names = {}): string {
  return say(condition, PHRASES[locale], names);
}

function say(condition: Condition, phrases: Phrases, names: Names): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return phrases[condition.kind](condition.of.map((part) => sayPart(part, phrases, names)));
    case 'some':
      return phrases.some(
        condition.atLeast,
        condition.of.map((part) => sayPart(part, phrases, names)),
      );
    case 'not':
      return phrases.not(sayPart(condition.of, phrases, names));
    default:
      // Each kind of leaf has its own phrase; TypeScript cannot infer that this one belongs to this
      // leaf.
      return (phrases[condition.kind] as (leaf: Condition, names: Names) => string)(condition, names);
  }
}

function sayPart(condition: Condition, phrases: Phrases, names: Names): string {
  const said = say(condition, phrases, names);
  const isSeveral = condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'some';
  return isSeveral && condition.of.length > 1 ? phrases.group(said) : said;
}
