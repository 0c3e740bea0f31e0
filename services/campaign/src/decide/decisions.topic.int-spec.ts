// The topic of decisions on both logs, as every service creates its topics at the start.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, openBus, toOutgoing, topicSpecs } from '@segue/bus';
import { TOPICS, decisions } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, signal } from '../../testing/builders';
import { START } from './domain/decision';
import { provenanceOf, takenOf } from './domain/effects';

const { id, customer, kind, subject, from, to, because } = signal();
const TAKEN = takenOf({
  ...{ id: 'd1', campaign: 'win-back', campaignVersion: 1, customer, identity: 'userId:u1', leg: START },
  ...{ outcome: 'held', reason: 'cap', checks: [], cause: { id, kind, subject, from, to, because } },
  ...{ occurredAt: NOON, decidedAt: NOON, dueAt: null, provenance: provenanceOf(signal()), effects: [] },
});

async function takesDecisions(bus: Bus): Promise<void> {
  try {
    await bus.ensureTopics(topicSpecs(TOPICS));
    await bus.publish(decisions.name, [toOutgoing(decisions, TAKEN)]);
    await eventually(async () => {
      const ends = (await bus.lag('readers', decisions.name)).map(({ end }) => end);
      expect(ends.reduce((sum, end) => sum + end, 0n)).toBeGreaterThan(0n);
    });
  } finally {
    await bus.close();
  }
}

describeWith('postgres', 'the topic of decisions in the embedded log', (part) => {
  it('exists and takes a decision', () =>
    takesDecisions(openBus({ databaseUrl: part().url, clientId: 'decisions', log: () => undefined })));
});

describeWith('kafka', 'the topic of decisions on Kafka', (part) => {
  it(
    'exists and takes a decision',
    () => takesDecisions(openBus({ kafkaBrokers: part().brokers, clientId: 'decisions', log: () => undefined })),
    60_000,
  );
});

/** A broker that has just created a topic may not answer for all of its partitions at once. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (const until = Date.now() + 20_000; ; await pause(100)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
