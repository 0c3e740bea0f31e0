// Positions of the bars and bands of the flow between tiers, in per cent of its box. Pure.
import type { Flow } from '../../../api/types';
import { TIERS } from '../../../theme/tiers';

export type Move = Flow['moves'][number];
type Side = 'from' | 'to';

/** The origin of new customers. */
export const NEW = 'new';

export interface Bar {
  side: Side;
  tier: string;
  customers: number;
  top: number;
  height: number;
}

export interface Band {
  from: string;
  to: string;
  customers: number;
  /** The position of its upper edge on the left; `end` on the right. */
  start: number;
  end: number;
  height: number;
}

/** The least room of a bar, so that its label fits. */
const ROOM = 9;
const GAP = 3;
const SIDES: readonly Side[] = ['from', 'to'];
const ORDER: readonly string[] = [...TIERS, NEW];

/**
 * Returns the bars of both sides, the best tier on top, and a band for each move. Heights are
 * proportional to customers.
 */
export function flowShape(moves: readonly Move[]): { bars: Bar[]; bands: Band[] } {
  const counts = SIDES.map((side) => countsOf(moves, side));
  const unit = Math.min(...counts.map((side) => unitOf(side.map(([, count]) => count))));
  const bars = SIDES.flatMap((side, place) => barsOf(side, counts[place] ?? [], unit));
  return { bars, bands: bandsOf(moves, bars, unit) };
}

const tierOn = (move: Move, side: Side) => move[side] ?? NEW;
const inOrder = (a: string, b: string) => ORDER.indexOf(a) - ORDER.indexOf(b);

function countsOf(moves: readonly Move[], side: Side): [string, number][] {
  const counts = new Map<string, number>();
  for (const move of moves) counts.set(tierOn(move, side), (counts.get(tierOn(move, side)) ?? 0) + move.customers);
  return [...counts].sort(([a], [b]) => inOrder(a, b));
}

/**
 * Returns the height of one customer at which a side fills its box; small bars take their least
 * room.
 */
function unitOf(counts: readonly number[]): number {
  let large = counts;
  for (;;) {
    const left = 100 - GAP * (counts.length - 1) - ROOM * (counts.length - large.length);
    const unit = left / large.reduce((sum, count) => sum + count, 0);
    const still = large.filter((count) => count * unit >= ROOM);
    if (still.length === large.length || still.length === 0) return unit;
    large = still;
  }
}

function barsOf(side: Side, counts: readonly [string, number][], unit: number): Bar[] {
  const rooms = counts.map(([, count]) => Math.max(ROOM, count * unit));
  const used = rooms.reduce((sum, room) => sum + room, 0) + GAP * (counts.length - 1);
  let top = Math.max(0, (100 - used) / 2);
  return counts.map(([tier, customers], place) => {
    const room = rooms[place] ?? 0;
    const bar = { side, tier, customers, height: customers * unit, top: top + (room - customers * unit) / 2 };
    top += room + GAP;
    return bar;
  });
}

function bandsOf(moves: readonly Move[], bars: readonly Bar[], unit: number): Band[] {
  const next = new Map(bars.map(({ side, tier, top }) => [`${side}:${tier}`, top]));
  const take = (key: string, height: number) => {
    const at = next.get(key) ?? 0;
    next.set(key, at + height);
    return at;
  };
  const [from, to] = [(move: Move) => tierOn(move, 'from'), (move: Move) => tierOn(move, 'to')];
  const sorted = [...moves].sort((a, b) => inOrder(from(a), from(b)) || inOrder(to(a), to(b)));
  return sorted.map((move) => {
    const height = move.customers * unit;
    const [start, end] = [take(`from:${from(move)}`, height), take(`to:${to(move)}`, height)];
    return { from: from(move), to: to(move), customers: move.customers, start, end, height };
  });
}
