// A journey: an ordered list of steps that a customer passes. A campaign is the journey
// send -> exit. Pure.
import type { Campaign } from './campaign';

/** Name of a step within its journey. */
export type NodeId = string;

/** One form for each kind. `STEPS` (steps/table.ts) fails to compile when a kind has no handler. */
export type JourneyStep = { readonly node: NodeId } & ({ readonly kind: 'send' } | { readonly kind: 'exit' });
export type StepKind = JourneyStep['kind'];

export interface Journey {
  readonly id: string;
  readonly version: number;
  /** In the order in which they are passed; a customer begins at the first. */
  readonly steps: readonly [JourneyStep, ...JourneyStep[]];
}

const SEND_THEN_EXIT: Journey['steps'] = [
  { node: 'send', kind: 'send' },
  { node: 'exit', kind: 'exit' },
];

/** Compiles a campaign to its journey. */
export const journeyOf = ({ id, version }: Pick<Campaign, 'id' | 'version'>): Journey => ({
  id,
  version,
  steps: SEND_THEN_EXIT,
});
