// Limits of one request and of one source. Requests beyond them are refused at once; the answer
// names the limit.

/**
 * Maximum bytes of a request, compressed or not. SDKs exceed the 500 KB that Segment asks for, and
 * drop events that are answered with 413.
 */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
export const MAX_REQUEST_EVENTS = 10_000;
/**
 * Maximum events in a request of a public source, so that a single request cannot use up the
 * source's allowance.
 */
export const MAX_PUBLIC_EVENTS = 1_000;
/** Maximum bytes of an event that is sent by itself. */
export const MAX_EVENT_BYTES = 32 * 1024;
/**
 * Maximum bytes of an event as a touchpoint, with its ids and the context of its batch. An event is
 * not measured before it is encoded, unless it is sent by itself.
 */
export const MAX_TOUCHPOINT_BYTES = MAX_EVENT_BYTES + 2048;
/**
 * Maximum bytes of the context of a batch times the number of its events: each event stores a copy.
 */
export const MAX_CONTEXT_BYTES = 8 * 1024 * 1024;
/** Maximum bytes of all touchpoints of one request. */
export const MAX_MADE_BYTES = 24 * 1024 * 1024;
/** Maximum number of objects and arrays in a body: parsing more of them blocks the event loop. */
export const MAX_JSON_CONTAINERS = 200_000;
/** Maximum bytes of a body without a key in its header: its source is known only after parsing. */
export const MAX_BYTES_WITHOUT_KEY = 512 * 1024;
/** Number of bytes that cost as much of a source's allowance as one event. */
export const BYTES_PER_EVENT = 4 * 1024;
/** Maximum characters of an `Idempotency-Key`. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 256;
/** How long a used key is remembered, in milliseconds: as long as the log keeps messages. */
export const IDEMPOTENCY_KEY_MS = 7 * 24 * 3600 * 1000;
/** Maximum number of remembered keys of one source; the oldest are forgotten first. */
export const MAX_IDEMPOTENCY_KEYS = 1_000_000;
/** Maximum number of rejections in one answer; `rejectedCount` counts all of them. */
export const MAX_LISTED_REJECTIONS = 100;
/** Maximum number of concurrent requests of one source. */
export const MAX_CONCURRENT = { public: 50, server: 200 } as const;
/** Maximum number of bodies being received at the same time, from all senders. */
export const MAX_OPEN_BODIES = 500;
/** Maximum rate of requests from one address. */
export const MAX_REQUESTS = { max: 20_000, perSeconds: 10 } as const;
/** Seconds until an allowance has refilled; a burst may use that many seconds' worth at once. */
export const BURST_SECONDS = { public: 4, server: 10 } as const;
/** As BURST_SECONDS, for the live queue, where a burst delays others. */
export const LIVE_BURST_SECONDS = 1;
/** Cost of a request beyond the size limits, in events. */
export const TOO_LARGE_COST = 1_000;
/** Withdrawals per second that imports may bring onto the live queue. */
export const IMPORTED_WITHDRAWALS_PER_SECOND = 500;
