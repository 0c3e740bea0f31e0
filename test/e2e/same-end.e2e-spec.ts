// One input, run in two ways: all services in one process on the embedded log, and each as its own
// process on Kafka. Profiles, standings, decisions and deliveries must be the same.
import { describeWith } from '@segue/testing';
import { cdnowLives, generatedLives, together } from './src/lives';
import { type Effect, Receiver } from './src/receiver';
import { type Snapshot, differences, without } from './src/snapshot';
import { type End, playThrough } from './src/stage';
import { System } from './src/system';

// A zone with daylight saving time.
const ZONE = 'America/New_York';
const SEED = process.env.SEED ?? 'same end';
/** Longer than the waits of the stage, whose errors say what did not come. */
const PATIENCE_MS = 700_000;

const generated = generatedLives(500, SEED);
const sent = together(cdnowLives(ZONE), generated.sent);

describeWith('ownKafka', `the sample and 500 customers of seed "${SEED}"`, () => {
  let alone: End;
  let apart: End;

  beforeAll(async () => (alone = await endOf(System.standalone({ zone: ZONE }))), PATIENCE_MS);
  beforeAll(async () => (apart = await endOf(System.onKafka({ zone: ZONE }))), PATIENCE_MS);

  it('holds every customer of the input once', () => {
    const people = new Set(sent.flatMap(({ event }) => (event.userId ? [`userId:${event.userId}`] : [])));
    expect(people.size).toBe(2357 + 500);
    expect([...people].filter((identity) => !(identity in alone.snapshot.profiles))).toEqual([]);
  });

  it('knows the same of everybody', () => {
    expect(differences(alone.snapshot.profiles, apart.snapshot.profiles)).toEqual([]);
  });

  it('sees everybody in the same tiers and segments, until the same instants', () => {
    expect(differences(alone.snapshot.standings, apart.snapshot.standings)).toEqual([]);
  });

  it('saw the same transitions and took the same decisions, in the same order at the same instants', () => {
    const [one, other] = [ordered(alone.snapshot), ordered(apart.snapshot)];
    expect(Object.keys(one.transitions).length).toBeGreaterThan(2_000);
    expect(differences(one.transitions, other.transitions)).toEqual([]);
    expect(differences(one.decisions, other.decisions)).toEqual([]);
  });

  it('had the same effects', () => {
    const [one, other] = [orderedEffects(alone), orderedEffects(apart)];
    expect(Object.keys(one).length).toBeGreaterThan(200);
    expect(differences(one, other)).toEqual([]);
  });

  it('sent all that it decided to send, and nothing of uncertain fate', () => {
    for (const { snapshot, effects } of [alone, apart]) {
      expect(snapshot.deliveries).toEqual({ sent: effects.size });
    }
  });
});

async function endOf(opening: Promise<System>): Promise<End> {
  const [system, receiver] = await Promise.all([opening, Receiver.open()]);
  try {
    const end = await playThrough(system, receiver, sent);
    expect(receiver.badSignatures).toEqual([]);
    return end;
  } finally {
    await system.close();
    await receiver.close();
  }
}

/** Returns the snapshot of customers of one identity whose touchpoints were sent in time order. */
const ordered = (snapshot: Snapshot): Snapshot => without(snapshot, generated.unordered);

function orderedEffects({ effects }: End): Record<string, Effect> {
  const isOrdered = ({ identities }: Effect) =>
    identities.length === 1 && !identities.some((identity) => generated.unordered.has(identity));
  return Object.fromEntries([...effects].filter(([, effect]) => isOrdered(effect)));
}
