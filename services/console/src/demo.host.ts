// Who plays the demo in this process, if anybody does: standalone, on a store of its own.
import type { DemoStage } from './console.views';

export interface DemoStanding {
  stage: DemoStage;
  /** Of the stage, 0 to 1. */
  share: number;
  /** Milliseconds; null while unknown. */
  remainingMs: number | null;
}

export interface DemoHost {
  /** Whether the store holds the demo and can be emptied from here. */
  canLeave(): Promise<boolean>;
  /** Null where no demo is at work. */
  standing(): DemoStanding | null;
  /**
   * Empties the store and starts anew without the demo. Resolves once that is sure to happen,
   * whatever ends the process meanwhile.
   */
  leave(): Promise<void>;
}

export const DEMO_HOST = Symbol('demo host');

/** Of a console that stands before services that run by themselves. */
export const NO_DEMO: DemoHost = {
  canLeave: () => Promise.resolve(false),
  standing: () => null,
  leave: () => Promise.reject(new Error('there is no demo here')),
};
