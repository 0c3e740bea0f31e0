// The port to the demo, which standalone plays on its own store.
import type { DemoStage } from './console.views';

export interface DemoState {
  stage: DemoStage;
  /** Completed share of the stage, 0 to 1. */
  share: number;
  /** Milliseconds; null while unknown. */
  remainingMs: number | null;
}

export interface DemoHost {
  /** Resolves with whether the store holds the demo and can be emptied by this process. */
  canLeave(): Promise<boolean>;
  /** Returns the progress of the demo; null if none is running. */
  state(): DemoState | null;
  /**
   * Empties the store and restarts without the demo. Resolves once that is certain to happen, even
   * if the process ends before.
   */
  leave(): Promise<void>;
}

export const DEMO_HOST = Symbol('demo host');

/** The host of a console in front of separate services, which has no demo. */
export const NO_DEMO: DemoHost = {
  canLeave: () => Promise.resolve(false),
  state: () => null,
  leave: () => Promise.reject(new Error('there is no demo here')),
};
