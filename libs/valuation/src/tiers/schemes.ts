// The schemes by which every customer stands, and the names of their tiers.
import { RFM_NAMES } from './rfm-names';
import { VALUE_TIERS } from './value-tiers';

export const TIERS: { readonly [scheme: string]: readonly string[] } = {
  value: VALUE_TIERS,
  rfm: RFM_NAMES.map(({ name }) => name),
};
