import { Campaign1700000000001 } from './1-campaign';
import { PausedBecause1700000000002 } from './2-paused-because';
import { Kin1700000000003 } from './3-kin';
import { Present1700000000004 } from './4-present';
import { Mailbox1700000000005 } from './5-mailbox';
import { Restored1700000000006 } from './6-restored';
import { Enrolment1700000000007 } from './7-enrolment';
import { IdentityGroup1700000000008 } from './8-identity-group';
import { Segments1700000000009 } from './9-segments';
import { Unpublished1700000000010 } from './10-unpublished';
import { Consent1700000000011 } from './11-consent';
import { Leg1700000000012 } from './12-leg';
import { Journeys1700000000013 } from './13-journeys';
import { StopAll1700000000014 } from './14-stop-all';
import { Count1700000000020 } from './20-count';
import { Trial1700000000021 } from './21-trial';
import { Revision1700000000022 } from './22-revision';

/** In the order in which they are applied. */
export const MIGRATIONS = [
  Campaign1700000000001,
  PausedBecause1700000000002,
  Kin1700000000003,
  Present1700000000004,
  Mailbox1700000000005,
  Restored1700000000006,
  Enrolment1700000000007,
  IdentityGroup1700000000008,
  Segments1700000000009,
  Unpublished1700000000010,
  Consent1700000000011,
  Leg1700000000012,
  Journeys1700000000013,
  StopAll1700000000014,
  Count1700000000020,
  Trial1700000000021,
  Revision1700000000022,
];
