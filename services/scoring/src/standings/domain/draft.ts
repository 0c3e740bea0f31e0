// A rulebook for the preview of a rule that is not saved, and what its conditions leave. Pure.
import { type CompiledRule, type Rule, compile, segmentsIn } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';

/** No segment can have an id that begins so. */
const DRAFT = '(draft';

export interface Draft {
  book: Rulebook;
  /**
   * The conditions that must all hold, in their order; the whole rule where it is not a list of
   * such conditions.
   */
  parts: readonly CompiledRule[];
}

/**
 * The draft, one rule for each condition of a topmost `and`, and the segments that they refer to;
 * other segments would only ask for more facts.
 */
export function draftOf({ version, when }: Rule, book: Rulebook): Draft {
  const byId = new Map(book.segments.map((segment) => [segment.id, segment]));
  const conditions = when.kind === 'and' ? when.of : [when];
  const named = conditions.map((condition, place) => {
    const id = `${DRAFT} ${place})`;
    return { id, name: id, rule: { version, when: condition }, version: book.version };
  });
  const needed = new Map(named.map((one) => [one.id, one]));
  for (const segment of needed.values()) {
    for (const id of segmentsIn(segment.rule)) {
      const other = byId.get(id);
      if (other) needed.set(id, other);
    }
  }
  const segments = [...needed.values()];
  const rules = compile(segments);
  const byName = new Map(rules.rules.map((rule) => [rule.id, rule]));
  return {
    book: { ...book, rules, segments },
    parts: named.flatMap(({ id }) => byName.get(id) ?? []),
  };
}

/** How many customers fulfil the first, the first two, … of several conditions. */
export class Funnel {
  readonly steps: number[];

  constructor(conditions: number) {
    this.steps = Array<number>(conditions).fill(0);
  }

  /** Counts a customer by the conditions that hold. Returns whether all do. */
  add(holds: readonly boolean[]): boolean {
    const failing = holds.indexOf(false);
    const passed = failing < 0 ? holds.length : failing;
    for (let place = 0; place < passed; place++) this.steps[place] = (this.steps[place] ?? 0) + 1;
    return failing < 0;
  }
}
