// A rulebook for the preview of a rule that is not saved. Pure.
import { compile, type Rule, segmentsIn } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';

/** No segment can have this id. */
export const DRAFT = '(draft)';

/** The draft and the segments that it refers to; other segments would only ask for more facts. */
export function draftBook(rule: Rule, book: Rulebook): Rulebook {
  const byId = new Map(book.segments.map((segment) => [segment.id, segment]));
  const needed = new Map([[DRAFT, { id: DRAFT, name: DRAFT, rule, version: book.version }]]);
  for (const segment of needed.values()) {
    for (const id of segmentsIn(segment.rule)) {
      const other = byId.get(id);
      if (other) needed.set(id, other);
    }
  }
  const segments = [...needed.values()];
  return { ...book, rules: compile(segments), segments };
}
