// Where a real part comes from is chosen here and nowhere else: given by the environment, else run
// from what this machine has, else from Docker.

export interface Running<Access> {
  access: Access;
  /** This process needs it no longer. */
  close(): Promise<void>;
}

/** One way to come by a part. */
export interface Source<Access> {
  /** Whether this machine has what it takes. */
  isThere(): boolean;
  start(): Promise<Running<Access>>;
}

/** The first source that is there, or null. */
export function choose<Access>(sources: readonly Source<Access>[]): Source<Access> | null {
  return sources.find((source) => source.isThere()) ?? null;
}

export function given<Access>(access: Access | null): Source<Access> {
  return {
    isThere: () => access !== null,
    start: async () => ({ access: access as Access, close: async () => undefined }),
  };
}
