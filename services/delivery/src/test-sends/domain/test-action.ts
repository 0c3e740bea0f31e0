// The action of a test message: marked as a test, and about no customer. Pure.
import type { Action, ChannelKind } from '@segue/contracts';

export interface TestRequest {
  campaign: string;
  channel: ChannelKind;
  /** E-mail address, or the name of a configured webhook. */
  to: string;
  subject: string;
  body: string;
}

/** Before the subject, so that a test cannot be mistaken for a message to a customer. */
const TEST_MARK = '[Test] ';
/** The identity of test messages, which belongs to no customer. */
const NO_CUSTOMER = 'anonymousId:test-message';

/** Returns the action; `id` is drawn for each test. */
export function testAction({ campaign, channel, to, subject, body }: TestRequest, id: string, now: number): Action {
  return {
    ...{ v: 2, kind: 'message', id, channel, to, campaign, campaignVersion: 1, step: 'test' },
    ...{ customer: 'test', identities: [NO_CUSTOMER] },
    // A service message: a test has no recipient whose consent could be asked.
    ...{ class: 'service', consent: null, expiresAt: null },
    content: { subject: `${TEST_MARK}${subject}`, body, data: { test: true } },
    ...{ occurredAt: now, recordedAt: now, origin: 'live', cause: null },
  };
}
