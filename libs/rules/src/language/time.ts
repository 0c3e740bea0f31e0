// Lengths of time, calendar periods, and the windows within which touchpoints or orders count.
import { type Static, Type } from '@sinclair/typebox';
import { choice, closed, Day } from './shapes';

const amount = Type.Integer({ minimum: 1, maximum: 1_000_000 });

/**
 * A length of time. Days are days of a zone: n days after an instant is the instant whose calendar
 * position (day plus the fraction of it that has passed) is n days on. Shorter units are exact.
 */
export const Duration = closed({ amount, unit: choice(['days', 'hours', 'minutes', 'seconds', 'milliseconds']) });

export type Duration = Static<typeof Duration>;

/** Of the brand where absent; the customer's own zone is the brand's until it is known. */
export const zone = Type.Optional(Type.Literal('customer'));

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

const Period = choice(PERIODS);

export type Period = (typeof PERIODS)[number];

/** The time back from now: touchpoints leave it, and none enters by itself. */
export const Sliding = closed({ ...Duration.properties, zone });

/** The present day, week (from Monday), month, quarter or year. */
const Present = closed({ this: Period, zone });

/** The one before. */
const Previous = closed({ last: Period, zone });

/** From the start of one day to the end of another, or without end. */
const Since = closed({ since: Day, zone });

const Between = closed({ since: Day, until: Day, zone });

/** Windows in which the latest touchpoints decide. */
export const Leaving = Type.Union([Sliding, Present, Since]);

export type Leaving = Static<typeof Leaving>;

export const Within = Type.Union([Sliding, Present, Previous, Since, Between]);

export type Within = Static<typeof Within>;
