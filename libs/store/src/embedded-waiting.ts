// Times of waiting for the embedded Postgres.

export const START_TIMEOUT_MS = 60_000;

export const POLL_MS = 100;

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
