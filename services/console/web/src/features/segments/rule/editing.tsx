// What the parts of the builder share: the rule that is edited, its faults, and the changes.
import { createContext, useContext } from 'react';
import type { RuleFault } from './faults';
import type { Node } from './schema';
import type { KnownTrait, Suggestions } from './suggestions';
import { type Path, dotted } from './tree';

export interface Editing {
  root: Node;
  change: (root: Node) => void;
  /** Sets the part at a path; undefined removes it. */
  set: (path: Path, value: unknown) => void;
  faults: ReadonlyMap<string, RuleFault>;
  suggestions: Suggestions;
  traits: readonly KnownTrait[];
  segments: readonly { id: string; name: string }[];
  /** Digits after the point of the brand's currency. */
  digits: number;
}

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('a part of the builder outside of it');
  return editing;
}

export const useFault = (path: Path): RuleFault | undefined => useEditing().faults.get(dotted(path));
