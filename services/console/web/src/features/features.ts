// All features of the console. A new feature is named here and nowhere else.
import { type Holder, mayOpen } from './access';
import { campaigns } from './campaigns/manifest';
import { connect } from './connect/manifest';
import { customers } from './customers/manifest';
import type { Feature, MenuPlace } from './feature';
import { firstSteps } from './first-steps/manifest';
import { home } from './home/manifest';
import { operate } from './operate/manifest';
import { ownData } from './own-data/manifest';
import { sale } from './sale/manifest';
import { segments } from './segments/manifest';
import { value } from './value/manifest';
import { why } from './why/manifest';

/** In the order of the menu. */
export const FEATURES: readonly Feature[] = [
  ...[home, customers, segments, value, campaigns, connect, operate],
  ...[why, sale, ownData, firstSteps],
];

/** The places of the menu that this user may open. */
export const menuFor = (user: Holder): MenuPlace[] =>
  FEATURES.flatMap(({ menu, needs }) => (menu !== undefined && mayOpen(user, needs) ? [menu] : []));
