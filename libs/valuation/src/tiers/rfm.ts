// Recency, frequency, monetary: five scores by fixed edges, and names for their combinations. The
// convention is that of the R package rfm 0.3.0: edges are the type-7 quantiles at .2 .4 .6 .8 plus
// 1, a score is 1 + the number of edges that the value reaches (so equal values share a score, and
// a value on an edge gets the higher one), and recency is reversed. Edges are versioned data, taken
// at stated instants.
import { dayNumberAt, startOfDayNumber } from '../days/calendar';
import { type Day, dayNumber } from '../days/day-number';
import { ascending, quantile } from '../numerics/quantile';
import { type RfmName, type RfmScores, RFM_NAMES, nameOf } from './rfm-names';

/**
 * Ascending edges; n edges make n + 1 scores. Recency in whole days, frequency in orders, monetary
 * in minor units.
 */
export interface RfmEdges {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

/** What RFM knows of a customer; `lastDay` is the day of the last order in the brand's zone. */
export interface RfmState {
  readonly lastDay: Day;
  readonly frequency: number;
  readonly monetary: number;
}

/**
 * Edges of a population: one value per customer in each list. Money is edged in its own unit, as
 * the convention's plus 1 asks for.
 */
export function rfmEdges(recency: Iterable<number>, frequency: Iterable<number>, monetary: Iterable<number>): RfmEdges {
  return { recency: edgesOf(recency), frequency: edgesOf(frequency), monetary: edgesOf(monetary) };
}

/**
 * The other convention: scores of a whole population by rank, 1 to `bands` in parts as equal as
 * ties allow. Equal values share the mean of their ranks: score = ⌈bands · mean rank / n⌉. It needs
 * everybody at once, so it serves comparisons, not live scoring.
 */
export function rankScores(values: readonly number[], bands = 5): number[] {
  const sorted = ascending(values);
  const score = new Map<number, number>();
  for (let first = 0, next = 0; first < sorted.length; first = next) {
    const value = sorted[first] as number;
    while (next < sorted.length && sorted[next] === value) next++;
    score.set(value, Math.ceil((bands * ((first + 1 + next) / 2)) / sorted.length));
  }
  return values.map((value) => score.get(value) as number);
}

const FIFTHS = [0.2, 0.4, 0.6, 0.8];

function edgesOf(values: Iterable<number>): number[] {
  const sorted = ascending(values);
  return FIFTHS.map((p) => quantile(sorted, p) + 1);
}

export function rfmScores(state: RfmState, edges: RfmEdges, now: number, zone: string): RfmScores {
  return {
    r: recencyScore(dayNumberAt(now, zone) - dayNumber(state.lastDay), edges.recency),
    f: 1 + reached(state.frequency, edges.frequency),
    m: 1 + reached(state.monetary, edges.monetary),
  };
}

export interface RfmStanding {
  readonly name: string;
  readonly scores: RfmScores;
  /** The first instant at which the name is another if nothing is bought; null if it stays. */
  readonly changesAt: number | null;
}

/**
 * The name of a customer now and until when. Recency counts whole days, so names change at the
 * start of a day of the zone.
 */
export function rfmName(
  state: RfmState,
  edges: RfmEdges,
  now: number,
  zone: string,
  names: readonly RfmName[] = RFM_NAMES,
): RfmStanding {
  const scores = rfmScores(state, edges, now, zone);
  const name = nameOf(scores, names);
  return { name, scores, changesAt: nameFlipsAt(name, state, scores, edges, zone, names) };
}

function nameFlipsAt(
  name: string,
  state: RfmState,
  scores: RfmScores,
  edges: RfmEdges,
  zone: string,
  names: readonly RfmName[],
): number | null {
  for (let r = scores.r - 1; r >= 1; r--) {
    if (nameOf({ ...scores, r }, names) === name) continue;
    const edge = edges.recency[edges.recency.length - r] ?? NaN;
    return startOfDayNumber(dayNumber(state.lastDay) + Math.ceil(edge), zone);
  }
  return null;
}

function recencyScore(days: number, edges: readonly number[]): number {
  return edges.length + 1 - reached(days, edges);
}

function reached(value: number, edges: readonly number[]): number {
  let count = 0;
  for (const edge of edges) if (value >= edge) count++;
  return count;
}
