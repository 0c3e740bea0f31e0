// Each service is killed five times at random moments of a replay; so is standalone, together with
// its log and Postgres. Nothing may be lost or done twice.
import { describeWith } from '@segue/testing';
import { cdnowLives, generatedLives, together } from '../e2e/src/lives';
import { Receiver } from '../e2e/src/receiver';
import { type Snapshot, differences, without } from '../e2e/src/snapshot';
import { type Disturb, type End, playThrough } from '../e2e/src/stage';
import { SERVICES, type ServiceName } from '@segue/contracts';
import { pause } from '../e2e/src/pause';
import { System } from '../e2e/src/system';
import { chanceOf } from './src/chance';

// Repeats a run: SEED=… npx jest test/fault/kill --selectProjects e2e
const SEED = process.env.SEED ?? String(Date.now());
const KILLS = 5;
/** Systems at the same time: a replay with kills mostly waits for consumer groups to rebalance. */
const MOST_AT_ONCE = 2;
/** INPUT=whole plays the whole sample and 500 generated customers, which takes too long for CI. */
const WHOLE = process.env.INPUT === 'whole';
const PATIENCE_MS = WHOLE ? 1_800_000 : 400_000;
/** Maximum milliseconds between start and kill; long enough for a service to be at work. */
const LONGEST_LIFE_MS = 1_500;

const KILLED = [...SERVICES, 'standalone'] as const;
type Killed = (typeof KILLED)[number];

const generated = generatedLives(WHOLE ? 500 : 150, 'killed');
const sent = together(cdnowLives('UTC', WHOLE ? Infinity : 300), generated.sent);

describeWith('ownKafka', `${sent.length} touchpoints and ${KILLS} kills (SEED=${SEED})`, () => {
  let baseline: End;
  let ends: Map<Killed, Promise<End>>;

  beforeAll(async () => {
    baseline = await endOf(await System.standalone(), () => async () => undefined);
    ends = startAtMost(MOST_AT_ONCE, KILLED, async (name) =>
      endOf(await (name === 'standalone' ? System.standalone() : System.onKafka()), (system) => killsOf(system, name)),
    );
  }, PATIENCE_MS);
  afterAll(() => Promise.allSettled(ends?.values() ?? []), PATIENCE_MS);

  it.each(KILLED)(
    'of %s: it ends as if nothing had happened, every effect once',
    async (name) => {
      const end = (await ends.get(name)) as End;

      expect(differences(baseline.snapshot.profiles, end.snapshot.profiles)).toEqual([]);
      expect(differences(baseline.snapshot.standings, end.snapshot.standings)).toEqual([]);
      const [expected, found] = [ordered(baseline.snapshot), ordered(end.snapshot)];
      expect(differences(expected.transitions, found.transitions)).toEqual([]);
      expect(differences(expected.decisions, found.decisions)).toEqual([]);
      expect(differences(effectsOfOrdered(baseline), effectsOfOrdered(end))).toEqual([]);
      // Every decided message took effect, under its own key, and none is `indeterminate`.
      expect(end.snapshot.deliveries).toEqual({ sent: end.effects.size });
      expect(end.snapshot.sends).toEqual([...end.effects.keys()].sort());
    },
    PATIENCE_MS,
  );
});

async function endOf(system: System, disturbing: (system: System) => Disturb): Promise<End> {
  const receiver = await Receiver.open();
  try {
    const end = await playThrough(system, receiver, sent, disturbing(system));
    expect(receiver.badSignatures).toEqual([]);
    return end;
  } finally {
    await system.close();
    await receiver.close();
  }
}

/** Starts the work of each key in order, at most so many at a time. */
function startAtMost<K, T>(most: number, keys: readonly K[], work: (key: K) => Promise<T>): Map<K, Promise<T>> {
  const started: Promise<T>[] = [];
  for (const [place, key] of keys.entries()) {
    const before = started[place - most]?.catch(() => undefined) ?? Promise.resolve();
    const promise = before.then(() => work(key));
    // The test that awaits it gets the error; until then it is not an unhandled rejection.
    promise.catch(() => undefined);
    started.push(promise);
  }
  return new Map(keys.map((key, place) => [key, started[place] as Promise<T>]));
}

/** Kills the service at random shares of the input, while the rest of it is being sent. */
function killsOf(system: System, name: Killed): Disturb {
  const chance = chanceOf(`${SEED} ${name}`);
  const shares = Array.from({ length: KILLS }, () => chance()).sort((a, b) => a - b);
  let under: Promise<void> = Promise.resolve();
  return async (share) => {
    while (shares.length > 0 && (shares[0] as number) <= share) {
      shares.shift();
      await under;
      under = killSoon(system, name, chance() * LONGEST_LIFE_MS);
    }
    if (share === 1) await under;
  };
}

async function killSoon(system: System, name: Killed, afterMs: number): Promise<void> {
  await pause(afterMs);
  if (name === 'standalone') await system.cutPower();
  else await system.kill(name);
  await system.start(name);
  await Promise.all((name === 'standalone' ? SERVICES : [name]).map((service: ServiceName) => system.works(service)));
}

const ordered = (snapshot: Snapshot): Snapshot => without(snapshot, generated.unordered);

function effectsOfOrdered({ effects }: End): Record<string, unknown> {
  return Object.fromEntries(
    [...effects].filter(
      ([, { identities }]) => identities.length === 1 && !identities.some((one) => generated.unordered.has(one)),
    ),
  );
}
