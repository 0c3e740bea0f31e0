// The rules by which touchpoints link identities, as data. Pure.
import type { Touchpoint } from '@segue/contracts';
import { MAX_IDENTITIES } from './members';

export interface IdentityRules {
  /** Types of touchpoints that link the identities which they name. */
  linkingTypes: readonly Touchpoint['type'][];
  /** Maximum number of identities of one customer. */
  mostIdentities: number;
}

export const IDENTITY_RULES: IdentityRules = {
  linkingTypes: ['identify', 'alias'],
  mostIdentities: MAX_IDENTITIES,
};
