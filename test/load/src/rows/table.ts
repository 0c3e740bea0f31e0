// The rows of the bench by name.
import { cold } from './cold';
import { half } from './half';
import { hot } from './hot';
import { idle } from './idle';
import { importing } from './import';
import { newCustomers } from './new';
import { past } from './past';
import { rate } from './rate';
import type { Row } from './row';
import { single } from './single';
import { start } from './start';

export const ROWS: Readonly<Record<string, Row>> = {
  cold,
  hot,
  single,
  past,
  new: newCustomers,
  half,
  rate,
  import: importing,
  idle,
  start,
};

export const DEFAULT_ROWS = ['cold', 'half', 'rate'];
