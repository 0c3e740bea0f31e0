import type { CampaignTerms } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { amountToReach, greeterIn, wouldWrite } from './suggestion';

const campaign: CampaignTerms = {
  ...{ id: 'thanks', state: 'running', class: 'marketing', channel: 'email', control: 0, againAfterDays: 180 },
  accepts: ['live'],
  trigger: { on: 'tier', scheme: 'value', to: ['MVC'] },
};
const limits = { cap: { messages: 3, days: 7 }, quietHours: { from: '21:00', to: '08:00' }, globalControl: 0 };
const customer = {
  identities: ['userId:a'],
  traits: { email: 'a@example.com' },
  consents: { 'email/marketing': { granted: true } },
  timeZone: 'Asia/Shanghai',
};
/** Noon in Shanghai. */
const NOON = Date.UTC(2026, 10, 24, 4);
const sent = (daysAgo: number, name = 'thanks') => ({
  ...{ campaign: name, outcome: 'sent' },
  decidedAt: new Date(NOON - daysAgo * 86_400_000).toISOString(),
});

it('asks for the smallest whole amount that reaches the cut-off', () => {
  const economics = { marginRate: 0.3, costPerOrder: 150 };
  const amount = amountToReach(4000, 2500, economics, 100);
  expect(amount).toBe(5500);
  const netAfter = (total: number) => 2500 + Math.round(total * 0.3) - 150;
  expect([netAfter(amount) >= 4000, netAfter(amount - 100) >= 4000]).toEqual([true, false]);
});

it.each<[string, Parameters<typeof wouldWrite>]>([
  ['at night', [campaign, limits, customer, [], NOON + 9 * 3_600_000]],
  ['without consent', [campaign, limits, { ...customer, consents: {} }, [], NOON]],
  ['without an address', [campaign, limits, { ...customer, traits: {} }, [], NOON]],
  ['written to before', [campaign, limits, customer, [sent(100)], NOON]],
  ['at the cap', [campaign, limits, customer, [sent(1, 'x'), sent(2, 'y'), sent(3, 'z')], NOON]],
  [
    'in the control group',
    [{ ...campaign, control: shareOf('campaign thanks', 'userId:a') + 0.001 }, limits, customer, [], NOON],
  ],
])('suggests nobody %s', (_, given) => {
  expect(wouldWrite(...given)).toBe(false);
});

it('suggests who would get the message', () => {
  const written = [sent(200), sent(1, 'x'), sent(2, 'y'), sent(8, 'z')];
  expect(wouldWrite(campaign, limits, customer, written, NOON)).toBe(true);
  expect(greeterIn([{ ...campaign, state: 'paused' }, campaign])).toBe(campaign);
  expect(greeterIn([{ ...campaign, trigger: { on: 'entered' } }])).toBeNull();
});
