import { Profile1700000000001 } from './1-profile';
import { ProfileApart1700000000002 } from './2-apart';
import { ProfileTerms1700000000003 } from './3-terms';
import { ProfileUnvalued1700000000005 } from './5-unvalued';
import { ProfileNames1700000000006 } from './6-names';
import { ProfileEvidence1700000000007 } from './7-evidence';
import { ProfileUnpublished1700000000008 } from './8-unpublished';
import { ProfileOrderRows1700000000009 } from './9-order-rows';

/** In the order in which they are applied. */
export const MIGRATIONS = [
  Profile1700000000001,
  ProfileApart1700000000002,
  ProfileTerms1700000000003,
  ProfileUnvalued1700000000005,
  ProfileNames1700000000006,
  ProfileEvidence1700000000007,
  ProfileUnpublished1700000000008,
  ProfileOrderRows1700000000009,
];
