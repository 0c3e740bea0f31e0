// Who plays the demo in this process, if anybody does: standalone, on a store of its own.

export interface DemoHost {
  /** Whether the store holds the demo and can be emptied from here. */
  canLeave(): Promise<boolean>;
  /** Empties the store and starts anew without the demo. Resolves once that is sure to happen, whatever ends the process meanwhile. */
  leave(): Promise<void>;
}

export const DEMO_HOST = Symbol('demo host');

/** Of a console that stands before services that run by themselves. */
export const NO_DEMO: DemoHost = {
  canLeave: () => Promise.resolve(false),
  leave: () => Promise.reject(new Error('there is no demo here')),
};
