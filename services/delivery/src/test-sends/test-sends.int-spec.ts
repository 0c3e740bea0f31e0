// Test messages on a real Postgres: how each ends, and how many a person may send.
import { type Action } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { delivery } from '..';
import type { Attempt } from '../sending/domain/send';
import { TestMessageStore } from './test-message.store';
import { MAX_AN_HOUR, TestSends } from './test-sends';

const HOUR = 3_600_000;
const REQUEST = {
  campaign: 'hello',
  channel: 'email',
  to: 'me@example.test',
  subject: 'Hello',
  body: '<p>Hello</p>',
} as const;

describeWith('postgres', 'test messages', (part) => {
  let open: OpenDb;
  let now: number;
  let answer: Attempt | null;
  let sent: Action[];

  beforeAll(async () => {
    open = await freshSchema(part().url, 'delivery_tests', delivery.migrations);
  }, 60_000);
  beforeEach(() => {
    [now, answer, sent] = [Date.UTC(2026, 10, 22), { kind: 'sent' }, []];
  });
  afterAll(() => open.close());

  const sends = () =>
    new TestSends(
      new TestMessageStore(open),
      {
        for: () =>
          Promise.resolve(
            answer && {
              send: (action) => {
                sent.push(action);
                return Promise.resolve(answer as Attempt);
              },
              close: () => Promise.resolve(),
            },
          ),
      },
      { now: () => now },
    );

  it('are marked, need no consent and are kept with how they ended', async () => {
    expect(await sends().send(REQUEST, false, 'ann')).toMatchObject({ status: 'sent', subject: '[Test] Hello' });
    expect(sent).toEqual([
      expect.objectContaining({ to: 'me@example.test', consent: null, class: 'service', step: 'test' }),
    ]);
    answer = { kind: 'retry', reason: 'SMTP 451', mayHaveArrived: false };
    expect(await sends().send(REQUEST, false, 'ann')).toMatchObject({ status: 'failed', reason: 'SMTP 451' });
    answer = { kind: 'indeterminate', reason: 'connection lost' };
    expect(await sends().send(REQUEST, false, 'ann')).toMatchObject({ status: 'indeterminate' });
    const kept = await new TestMessageStore(open).ofCampaign('hello', 10);
    expect(kept.map(({ status }) => status)).toEqual(['indeterminate', 'failed', 'sent']);
    expect(await open.query('select from delivery', [], 'filed')).toEqual([]);
  });

  it('are only kept for the outbox, without a channel', async () => {
    answer = null;
    expect(await sends().send(REQUEST, true, 'bo')).toMatchObject({ status: 'outbox', channel: 'outbox' });
    expect(sent).toEqual([]);
    await expect(sends().send(REQUEST, false, 'bo')).rejects.toMatchObject({ status: 409, code: 'channel_missing' });
  });

  it('are limited by the hour and person, also at once, and old ones go', async () => {
    const all = Array.from({ length: MAX_AN_HOUR + 5 }, () =>
      sends().send({ ...REQUEST, campaign: 'many' }, true, 'cy'),
    );
    const ends = await Promise.allSettled(all);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_AN_HOUR);
    await expect(sends().send(REQUEST, true, 'cy')).rejects.toMatchObject({ status: 429, code: 'too_many_tests' });
    expect(await sends().send(REQUEST, true, 'di')).toMatchObject({ status: 'outbox' });
    for (let hour = 1; hour <= 2; hour++) {
      now += HOUR + 1;
      for (let one = 0; one < MAX_AN_HOUR; one++) await sends().send({ ...REQUEST, campaign: 'many' }, true, 'cy');
    }
    expect(await new TestMessageStore(open).ofCampaign('many', 1_000)).toHaveLength(50);
  });
});
