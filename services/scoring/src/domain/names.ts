// What rules can name here besides what touchpoints bring: segments, tiers and numbers.
import type { Known } from '@segue/rules';
import { RFM_NAMES, VALUE_TIERS } from '@segue/valuation';
import { NUMBERS } from './worth';

const TIERS = { value: VALUE_TIERS, rfm: RFM_NAMES.map(({ name }) => name) };

export const knownBeside = (segments: readonly string[]): Known => ({ segments, tiers: TIERS, numbers: NUMBERS });
