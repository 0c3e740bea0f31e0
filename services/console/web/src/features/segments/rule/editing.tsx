// What the parts of the builder share: the rule that is edited, its faults, and the changes.
import { type ComponentType, createContext, useContext } from 'react';
import type { RuleFault } from './faults';
import type { Field, Node } from './schema';
import type { KnownTrait, Suggestions } from './suggestions';
import { type Path, dotted } from './tree';

export interface FieldProps {
  field: Field;
  /** Of the leaf that holds the field, at whatever depth. */
  kind: string;
  /** The field that holds this one; '' for a field of the leaf. */
  above?: string;
  path: Path;
  /** Numbers are shown divided by ten so often: money in minor units. */
  digits?: number;
}

export interface Editing {
  /**
   * The editor of a field. It comes from here because fields hold fields, and files must not import
   * each other in a circle.
   */
  Field: ComponentType<FieldProps>;
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
