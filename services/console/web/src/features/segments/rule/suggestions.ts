// Names that are offered while typing: those that other segments use, and common ones. Pure.
import { type Node, isGroup } from './schema';
import { childrenOf } from './tree';

export type SuggestedKind = 'event' | 'trait' | 'property' | 'channel' | 'purpose';
export type Suggestions = Readonly<Record<SuggestedKind, readonly string[]>>;

/** A trait that customers have, with its most frequent values. */
export interface KnownTrait {
  name: string;
  values: readonly { value: unknown; customers: number }[];
}

/** Returns the suggestions with the traits that customers have before all others. */
export const withTraits = (suggestions: Suggestions, traits: readonly KnownTrait[]): Suggestions => ({
  ...suggestions,
  trait: [...new Set([...traits.map(({ name }) => name), ...suggestions.trait])],
});

/** Returns the most frequent values of a trait, as texts. */
export const valuesFor = (trait: unknown, traits: readonly KnownTrait[]): string[] =>
  (traits.find(({ name }) => name === trait)?.values ?? []).map(({ value }) => String(value));

const COMMON: Suggestions = {
  event: [
    'Order Completed',
    'Product Viewed',
    'Product Added',
    'Order Refunded',
    'Store Visited',
    'Message Opened',
    'Message Sent',
  ],
  trait: ['city', 'country', 'birthday', 'gender', 'language', 'email', 'phone'],
  property: ['total', 'currency', 'product_id', 'category', 'store.id', 'store.region', 'coupon'],
  channel: ['email', 'sms', 'wechat', 'push'],
  purpose: ['marketing', 'service', 'profiling', 'sharing'],
};

/** Returns what rules name, the most frequent first, and then the common names. */
export function suggestionsFrom(rules: readonly unknown[]): Suggestions {
  const seen: Record<SuggestedKind, Map<string, number>> = {
    ...{ event: new Map(), trait: new Map(), property: new Map() },
    ...{ channel: new Map(), purpose: new Map() },
  };
  const note = (kind: SuggestedKind, name: unknown) => {
    if (typeof name === 'string') seen[kind].set(name, (seen[kind].get(name) ?? 0) + 1);
  };
  for (const rule of rules)
    for (const leaf of leavesOf((rule as { when?: Node }).when)) noteNames(leaf, leaf.kind, note);
  const ranked = (kind: SuggestedKind) => [...seen[kind]].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const list = (kind: SuggestedKind) => [...new Set([...ranked(kind), ...COMMON[kind]])];
  return {
    ...{ event: list('event'), trait: list('trait'), property: list('property') },
    ...{ channel: list('channel'), purpose: list('purpose') },
  };
}

function leavesOf(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return isGroup(node) ? childrenOf(node).flatMap(leavesOf) : [node];
}

const OF_TRAITS = new Set(['trait', 'age', 'date']);
const WITHOUT_EVENT = new Set(['number', 'tier', 'segment', 'share']);

function noteNames(part: unknown, kind: string, note: (kind: SuggestedKind, name: unknown) => void): void {
  if (typeof part !== 'object' || part === null) return;
  const { name, property, channel, purpose } = part as Record<string, unknown>;
  if (!WITHOUT_EVENT.has(kind)) note(OF_TRAITS.has(kind) ? 'trait' : 'event', name);
  note('property', property);
  note('channel', channel);
  note('purpose', purpose);
  for (const inner of Object.values(part)) noteNames(inner, kind, note);
}
