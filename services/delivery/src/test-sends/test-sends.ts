// Sends one message to an address that a person names, to see how it arrives. Nothing is filed and
// no outcome is published, so it counts nowhere.
import { randomUUID } from 'node:crypto';
import { type Clock, Problem } from '@segue/service';
import type { Channels } from '../channels/channels';
import type { Attempt } from '../sending/domain/send';
import { type TestRequest, testAction } from './domain/test-action';
import type { TestMessage, TestMessageStore } from './test-message.store';

const HOUR_MS = 3_600_000;
/** Test messages of one person in an hour. */
export const MAX_AN_HOUR = 30;

export class TestSends {
  constructor(
    private readonly store: TestMessageStore,
    private readonly channels: Pick<Channels, 'for'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a test message, or only keeps it where `isOutbox`. Resolves with how it ended.
   * @throws {Problem} 409 without a configured channel, 429 after too many.
   */
  async send(request: TestRequest, isOutbox: boolean, by: string): Promise<TestMessage> {
    const now = this.clock.now();
    const action = testAction(request, `test-${randomUUID()}`, now);
    const channel = isOutbox ? null : await this.channels.for(action);
    if (!isOutbox && channel === null)
      throw Problem.conflict('channel_missing', `the channel ${request.channel} is not configured`);
    const message = {
      ...{ campaign: request.campaign, target: request.to, sentBy: by, at: now },
      ...{ subject: action.content.subject, body: action.content.body },
      channel: isOutbox ? 'outbox' : request.channel,
    };
    const number = await this.store.add(message, MAX_AN_HOUR, now - HOUR_MS);
    if (number === null)
      throw Problem.tooMany(HOUR_MS / 1000, 'too_many_tests', `at most ${MAX_AN_HOUR} test messages an hour`);
    const end = channel === null ? KEPT : endOf(await channel.send(action));
    await this.store.end(number, end.status, end.reason);
    return { ...message, number, ...end };
  }
}

type End = Pick<TestMessage, 'status' | 'reason'>;
const KEPT: End = { status: 'outbox', reason: null };

/** A test is tried once: what could be tried again has failed. */
function endOf(attempt: Attempt): End {
  if (attempt.kind === 'sent') return { status: 'sent', reason: null };
  return { status: attempt.kind === 'indeterminate' ? 'indeterminate' : 'failed', reason: attempt.reason };
}
