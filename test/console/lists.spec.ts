// The console names channels, checks, services and the like by lists of its own, because it shares
// no code with the services. They are the same lists.
import { HELD_BACK } from '@segue/campaign';
import { CHANNELS, CONSENT_CHANNELS, Origin, SERVICES } from '@segue/contracts';
import { ORDER_CHANGES } from '@segue/orders';
import { CONSENT_PURPOSES } from '@segue/parts';
import { TIERS } from '@segue/valuation';
import * as campaigns from '../../services/console/web/src/features/campaigns/campaign';
import { STEPS } from '../../services/console/web/src/features/campaigns/edit/waterfall';
import { SERVICES as ASKED } from '../../services/console/web/src/features/operate/queries';
import { en as why } from '../../services/console/web/src/features/why/words.en';
import { en } from '../../services/console/web/src/words/words.en';

const CHECKS = [...HELD_BACK, 'quiet-hours'];

it.each<[string, readonly string[], readonly string[]]>([
  ['channels of a campaign', campaigns.CHANNELS, CHANNELS],
  ['origins that a campaign accepts', campaigns.ORIGINS, Origin.anyOf.map((one) => one.const)],
  ['changes of orders that start a campaign', campaigns.ORDER_CHANGES, ORDER_CHANGES],
  ['value tiers', campaigns.TIERS.value, TIERS['value'] ?? []],
  ['RFM names', campaigns.TIERS.rfm, TIERS['rfm'] ?? []],
  ['services asked for their jobs', ASKED, SERVICES],
  ['names of channels', Object.keys(en.channels), CONSENT_CHANNELS],
  ['names of purposes', Object.keys(en.purposes), CONSENT_PURPOSES],
  ['names of services', Object.keys(en.services), [...SERVICES, 'console']],
  ['reasons of a decision', Object.keys(en.reasons), ['sent', ...CHECKS, 'other']],
  ['checks of a decision', Object.keys(why.why.check), CHECKS],
  ['reasons in the audience of a campaign', STEPS.flatMap(({ reasons }) => reasons), ['sent', ...CHECKS]],
])('%s are those of the services', (_, shown, known) => {
  expect([...shown].sort()).toEqual([...known].sort());
});
