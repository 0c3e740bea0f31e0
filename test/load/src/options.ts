// The options of the bench. Pure.
import { parseArgs } from 'node:util';
import type { Kind } from './build';

export interface Options {
  /** Folder of the checkout to compare with; undefined for none. */
  against: string | undefined;
  /** Runs of each build. */
  runs: number;
  rows: readonly string[];
  on: readonly Kind[];
  /** Each number of segments is measured by itself. */
  segments: readonly number[];
  customers: number;
  /** Events of a row that measures throughput. */
  events: number;
  /** Seconds of a row that measures latency. */
  seconds: number;
  /** Events a second of the rows `rate`, `past` and `import`. */
  rate: number;
  /** Orders that a customer already has in the row `past`. */
  past: number;
}

/** Services remember the latencies of five minutes. */
const MOST_SECONDS = 240;

const text = (value: string) => ({ type: 'string', default: value }) as const;

/**
 * Returns the options in the arguments of a program. @param rows names of all rows
 * @throws {Error} for an unknown option, row or system, and for a number out of range.
 */
export function optionsIn(args: readonly string[], rows: readonly string[], defaultRows: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      against: { type: 'string' },
      runs: text('5'),
      rows: text(defaultRows.join(',')),
      on: text('standalone,kafka'),
      segments: text('10'),
      customers: text('20000'),
      events: text('20000'),
      seconds: text('15'),
      rate: text('75'),
      past: text('5000'),
    },
  });
  const seconds = numberIn('seconds', values.seconds);
  if (seconds > MOST_SECONDS) throw new Error(`--seconds ${seconds}: at most ${MOST_SECONDS}`);
  return {
    against: values.against,
    runs: numberIn('runs', values.runs),
    rows: namesIn('rows', values.rows, rows),
    on: namesIn('on', values.on, ['standalone', 'kafka']) as Kind[],
    segments: values.segments.split(',').map((one) => numberIn('segments', one)),
    customers: numberIn('customers', values.customers),
    events: numberIn('events', values.events),
    seconds,
    rate: numberIn('rate', values.rate),
    past: numberIn('past', values.past),
  };
}

function numberIn(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} ${value}: a whole number from 1`);
  return number;
}

function namesIn(option: string, value: string, known: readonly string[]): string[] {
  const names = value.split(',');
  for (const name of names) {
    if (!known.includes(name)) throw new Error(`--${option} ${name}: one of ${known.join(', ')}`);
  }
  return names;
}
