// What rules can name here besides what touchpoints bring: segments, tiers and numbers.
import type { KnownNames } from '@segue/rules';
import { TIERS } from '@segue/valuation';
import { NUMBERS } from '../../score/domain/worth';

export const knownBeside = (segments: readonly string[]): KnownNames => ({ segments, tiers: TIERS, numbers: NUMBERS });
