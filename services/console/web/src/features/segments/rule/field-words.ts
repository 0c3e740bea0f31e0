// Which words name a field or a choice of the rule language, where one word has several meanings in
// it. Pure.
import type { TFunction } from 'i18next';
import { known } from '../../../words/known';
import { rule as english } from './words.en';

const OF_TRAITS = new Set(['trait', 'age', 'date']);

/**
 * Returns the label of a field.
 * @param kind of the leaf. @param above the field that holds this one; '' for a field of the leaf.
 */
export function fieldInWords(name: string, kind: string, above: string, t: TFunction): string {
  return known(english.field, 'rule.field', fieldKey(name, kind, above), t, name);
}

export function fieldKey(name: string, kind: string, above: string): string {
  if (name === 'name' && kind !== 'number') return OF_TRAITS.has(kind) ? 'trait' : 'event';
  if (kind !== 'order') return name;
  if (name === 'where') return 'ordersWhere';
  if (name === 'has') return 'ordersHas';
  return name === 'amount' && (above === 'where' || above === 'has') ? 'orderAmount' : name;
}

/** Returns the words of a choice. */
export function choiceInWords(word: string, field: string, t: TFunction): string {
  if (field === 'is') return known(english.is, 'rule.is', word, t);
  return known(english.choice, 'rule.choice', field === 'visit' && word === 'last' ? 'lastVisit' : word, t);
}

/** Returns the words of a form: a comparison, a window, a count. */
export function formInWords(name: string, isComparison: boolean, t: TFunction): string {
  return isComparison ? known(english.is, 'rule.is', name, t) : known(english.form, 'rule.form', name, t);
}
