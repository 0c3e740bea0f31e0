// A rule as one sentence in the language of the page.
import { describe, describeCondition } from '@segue/rules/describe';
import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language';
import { useSegmentNames } from '../../queries/names';
import { useCurrency } from './queries';
import type { Node } from './rule/schema';

export function Sentence({ rule }: { rule: unknown }) {
  return <>{useSentence()(rule)}</>;
}

/** Returns a function that says a rule in words; an empty text for one that is not complete. */
export function useSentence(): (rule: unknown) => string {
  const language = useLanguage();
  const { data: segments } = useSegmentNames();
  const currency = useCurrency();
  return useMemo(
    () => (rule) => {
      try {
        return describe(rule as Parameters<typeof describe>[0], language, {
          segments,
          ...(currency !== undefined && { currency }),
        });
      } catch {
        return '';
      }
    },
    [language, segments, currency],
  );
}

/** Returns a function that says one condition in the language of the page. */
export function useConditionWords(): (node: Node) => string {
  const language = useLanguage();
  const { data: segments } = useSegmentNames();
  const currency = useCurrency();
  return (node) => {
    const names = { segments, ...(currency !== undefined && { currency }) };
    return describeCondition(node as unknown as Parameters<typeof describeCondition>[0], language, names);
  };
}
