// Whether facts that were kept for some needs can serve others.
import type { WantedLines } from '@segue/orders';
import { FOREVER } from '../facts/windows';
import type { EventNeed, Needs, SeriesNeed, TimesNeed } from './needs';

/**
 * Whether facts that were kept for `have` can serve `want`. If not they must be folded again from
 * history.
 */
export function covers(have: Needs, want: Needs): boolean {
  if (!holdsLines(have.lines, want.lines)) return false;
  return Object.entries(want.events).every(([name, wanted]) => {
    const kept = Object.hasOwn(have.events, name) ? have.events[name] : undefined;
    return wanted.every((need) => kept?.some((other) => isSame(other, need) && isEnough(other, need)));
  });
}

function holdsLines(have: WantedLines | undefined, want: WantedLines | undefined): boolean {
  if (!want || have === want) return true;
  const [products, categories] = [new Set(have?.products), new Set(have?.categories)];
  return want.products.every((id) => products.has(id)) && want.categories.every((name) => categories.has(name));
}

function isSame(a: EventNeed, b: EventNeed): boolean {
  return a.as === b.as && a.key === b.key;
}

/** Whether one need (of the same kind and key) keeps all that another asks for. */
export function isEnough(kept: EventNeed, wanted: EventNeed): boolean {
  if (kept.as === 'series') return (kept.reach ?? FOREVER) >= ((wanted as SeriesNeed).reach ?? FOREVER);
  if (kept.as === 'times' || kept.as === 'distinct' || kept.as === 'visits')
    return kept.keep >= (wanted as TimesNeed).keep;
  return true;
}
