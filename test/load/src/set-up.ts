// Segments and a campaign for the benches.
import { answerTo, runCampaign } from '../../e2e/src/campaigns';
import { pause } from '../../e2e/src/pause';
import { type System } from '../../e2e/src/system';

const BASKET = { subject: 'Your basket', body: 'Hello {{ customer.name }}' };

/** Creates so many segments, and a campaign that answers every started checkout. */
export async function setUp(system: System, segments: number): Promise<void> {
  const scoring = system.clientOf('scoring');
  for (let n = 0; n < segments; n++) {
    // Of twenty segments one reads an event of the traffic, four read money, and the others read
    // rare events.
    const when =
      n % 20 === 0
        ? {
            kind: 'event',
            name: 'Product Viewed',
            times: { atLeast: 2 + n },
            within: { amount: 7, unit: 'days' },
          }
        : n % 5 === 1
          ? { kind: 'number', name: 'spend', is: 'atLeast', value: 1_000 + 500 * n }
          : { kind: 'event', name: `Seldom ${n}`, times: { atLeast: 1 }, within: { amount: 30, unit: 'days' } };
    await scoring.put(`/api/segments/s-${n}`, { name: `segment ${n}`, rule: { version: 1, when } });
  }
  await runCampaign(system, 'checkout', answerTo('Checkout Started', { content: BASKET }));
  await pause(1_500);
}
