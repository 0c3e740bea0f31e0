// Limits of one request and of one source. Requests beyond them are refused at once, with the limit
// in the answer.

/**
 * Maximum bytes of a request, compressed or not. SDKs exceed the 500 KB that Segment asks for, and
 * drop events that are answered with 413.
 */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
export const MAX_REQUEST_EVENTS = 10_000;
export const MAX_EVENT_BYTES = 32 * 1024;
/** Maximum number of rejections listed in one answer; `rejectedCount` counts all of them. */
export const MAX_LISTED_REJECTIONS = 100;
/** Maximum number of concurrent requests of one source. */
export const MAX_CONCURRENT = { public: 50, server: 200 } as const;
/** Maximum number of bodies being received at the same time, from all senders. */
export const MAX_OPEN_BODIES = 500;
/** Rate limit of requests with one key, or without a key from one address. */
export const MAX_REQUESTS = { max: 20_000, perSeconds: 10 } as const;
/** Seconds until an unused allowance is full: so many seconds' worth may come at once. */
export const BURST_SECONDS = { public: 4, server: 10 } as const;
/** The same on the live lane, where a burst delays others. */
export const LIVE_BURST_SECONDS = 1;
/** Cost of a request beyond the size limits, in events. */
export const TOO_LARGE_COST = 1_000;
/** Withdrawals per second that imports may bring onto the live lane. */
export const IMPORTED_WITHDRAWALS_PER_SECOND = 500;
