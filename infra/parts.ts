// Chooses where a part (Kafka, Redis) comes from: the environment, else programs of this machine,
// else Docker.

export interface Running<Access> {
  access: Access;
  /** Ends this process's use of the part. */
  close(): Promise<void>;
}

/** One way to get a part. */
export interface Source<Access> {
  /** Returns whether this machine has what the source needs. */
  isThere(): boolean;
  start(): Promise<Running<Access>>;
}

/** Returns the first available source; null if there is none. */
export function choose<Access>(sources: readonly Source<Access>[]): Source<Access> | null {
  return sources.find((source) => source.isThere()) ?? null;
}

export function given<Access>(access: Access | null): Source<Access> {
  return {
    isThere: () => access !== null,
    start: async () => ({ access: access as Access, close: async () => undefined }),
  };
}
