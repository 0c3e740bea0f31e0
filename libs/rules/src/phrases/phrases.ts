// What each language provides to describe every condition.
import type { Leaf } from '../language/leaves';

/**
 * Names that the language itself lacks: of segments by id, of numbers as scoring names them, and
 * the brand's currency.
 */
export interface Names {
  readonly segments?: { readonly [id: string]: string };
  readonly numbers?: { readonly [name: string]: string };
  /** ISO 4217, in which amounts of orders are compared. */
  readonly currency?: string;
}

type Saying = { [K in Leaf['kind']]: (leaf: Extract<Leaf, { kind: K }>, names: Names) => string };

export interface Phrases extends Saying {
  and(parts: readonly string[]): string;
  or(parts: readonly string[]): string;
  some(atLeast: number, parts: readonly string[]): string;
  not(part: string): string;
  /** A part that holds several, within a larger one. */
  group(part: string): string;
  sentence(whole: string): string;
}

export function segmentName(id: string, { segments }: Names): string {
  return nameIn(segments, id) ?? id;
}

/** By the caller's name, else by the language's own. */
export function nameIn(names: { readonly [key: string]: string } | undefined, key: string): string | undefined {
  return names && Object.hasOwn(names, key) ? names[key] : undefined;
}

/**
 * The word for a place in a path, as senders mostly spell it: `store`, `store.id`, `storeCode` are
 * the store, `store.region` is the region.
 */
export function placeKind(property: string): string {
  return property
    .replace(/[.]?(id|code|name)$/i, '')
    .split('.')
    .at(-1) as string;
}
