// Previews of journeys: of their first message, for customers who may enter.
import { type CustomerState, type Identity, customerIdOf } from '@segue/contracts';
import { NOON, campaign, head } from '../../../testing/builders';
import type { JourneyStep } from '../../journeys/domain/steps/forms';
import { type Remembered, firstMessageOf } from './candidate';
import { rehearse } from './rehearsal';
import { decisionFor } from './waterfall';

const USER: Identity = 'userId:u1';
const END: JourneyStep = { node: 'end', kind: 'exit' };
const content = { subject: 'First', body: 'First' };
const send: JourneyStep = { node: 'first', kind: 'send', channel: 'email', content, next: 'end' };
const hour: JourneyStep = { node: 'hour', kind: 'wait', for: 3_600, next: 'first' };
const reply: JourneyStep = {
  ...{ node: 'reply', kind: 'wait', event: 'Replied', timeout: 60, next: 'first', otherwise: 'end' },
};
const split: JourneyStep = {
  node: 'split',
  kind: 'split',
  ways: [send, END].map(({ node }) => ({ share: 1, next: node })),
};
const customer: CustomerState = {
  ...{
    customer: customerIdOf(USER),
    identities: [USER],
    bucketingId: USER,
    head: head({ traits: { email: 'a@example.test' } }),
  },
  standing: { tiers: {}, segments: ['active'], expectedRevenue: 0, netMargin: 0, pAlive: 0 },
};
const given = { limits: { cap: null, quietHours: null, globalControl: 0 }, brandZone: 'UTC', now: NOON };
const remembered = (...journeys: string[]): Remembered => ({
  ...{ sent: new Map(), underWay: new Map([[USER, journeys]]), mailboxes: new Map(), sharing: new Map() },
});

describe('the preview of a journey', () => {
  it.each<[string, JourneyStep[] | undefined, [string, string] | null]>([
    ['begins with it', [send, END], ['email', 'First']],
    ['waits for a time before it', [hour, send, END], ['email', 'First']],
    ['has no steps', undefined, ['webhook', 'Hello']],
    ['waits for an event before it', [reply, send, END], null],
    ['splits before it', [split, send, END], null],
    ['sends nothing', [END], null],
  ])('is of its first message, where one is first for all customers: %s', (_, steps, expected) => {
    const first = firstMessageOf(campaign({ ...(steps && { steps }) }));
    expect(first && [first.channel, 'subject' in first.content && first.content.subject]).toEqual(expected);
  });

  it('counts those who pass it already as under way', () => {
    const [journey, other] = [campaign({ id: 'one', steps: [send, END] }), campaign({ id: 'two' })];
    expect(decisionFor(customer, journey, remembered('one'), given)).toEqual({ reason: 'under-way', outcome: 'held' });
    expect(decisionFor(customer, { ...journey, severalAtOnce: true }, remembered('one'), given).reason).not.toBe(
      'under-way',
    );
    expect(decisionFor(customer, other, remembered('two'), given).reason).toBe('sent');
    const { outcome, reason, checks, dueAt } = rehearse(customer, journey, remembered('one'), given);
    expect([outcome, reason, dueAt]).toEqual(['held', 'under-way', null]);
    expect(checks.filter(({ check }) => check === 'under-way')).toMatchObject([{ passed: false }]);
  });
});
