// Unreadable input over HTTP and on the log: it is refused or becomes a dead letter with its
// reason, and the messages beside it are handled.
import { randomUUID } from 'node:crypto';
import type { Bus } from '@segue/bus';
import {
  type NumberedTouchpoint,
  type ProfileChanged,
  customerIdOf,
  encode,
  profiles,
  signals,
  touchpoints,
} from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { purchase } from './src/purchase';
import { CAMPAIGNS, SEGMENTS, eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const BINARY = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x01]);

interface Letter {
  id: string;
  reader: string;
  topic: string;
  code: string;
  path: string;
  reason: string;
  state: string;
  replayOf: string | null;
}

describeWith('postgres', 'one process on the embedded log', () => suite(() => System.standalone()));
describeWith('ownKafka', 'processes on Kafka', () => suite(() => System.onKafka()));

function suite(open: () => Promise<System>): void {
  let system: System;
  let bus: Bus;

  beforeAll(async () => {
    system = await open();
    bus = system.openBus();
  }, PATIENCE_MS);
  afterAll(async () => {
    await bus?.close();
    await system?.close();
  }, PATIENCE_MS);

  const get = (path: string) => system.clientOf('ingestion').get(path);
  const letters = async () => ((await get('/api/dead-letters?limit=100')) as { items: Letter[] }).items;
  const ordersOf = async (person: string) =>
    ((await system.clientOf('profile').get(`/api/customers/userId:${person}`)) as { orders: number }).orders;
  const isScored = (person: string) => system.clientOf('scoring').get(`/api/standings/userId:${person}`);
  const send = (topic: string, key: string, values: Buffer[]) =>
    bus.publish(
      topic,
      values.map((value) => ({ key, value })),
    );

  it(
    'takes the neighbours of what it refuses by HTTP',
    async () => {
      const person = randomUUID();
      const track = (properties: string) =>
        `{"type":"track","event":"Order Completed","userId":"${person}","messageId":"${randomUUID()}","properties":${properties}}`;
      const good = () => track(`{"order_id":"${randomUUID()}","total":"10.00"}`);
      const bad = [
        track('{"total":1e400}'),
        track('{"__proto__":{"total":1}}'),
        track(`{"deep":${'['.repeat(33)}${']'.repeat(33)}}`),
        track('{"note":"\\u0000"}'),
        track(`{"note":"${'x'.repeat(40_000)}"}`),
        track('{"order_id":"o","total":"a lot"}'),
        '"no event at all"',
      ];
      const body = `{"batch":[${[good(), ...bad.flatMap((one) => [one, good()])].join(',')}]}`;
      const answer = await fetch(`${system.urlOf('ingestion')}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${system.writeKey}`, 'content-type': 'application/json' },
        body,
      });

      const { rejected } = (await answer.json()) as { rejected: { path: string }[] };
      expect(rejected.map(({ path }) => path.split('.')[1])).toEqual(bad.map((_, place) => String(2 * place + 1)));
      await eventually(async () => expect(await ordersOf(person)).toBe(bad.length + 1));
    },
    PATIENCE_MS,
  );

  it.each(['first', 'middle', 'last'] as const)(
    'makes a dead letter of what profile cannot fold, where it is the %s of its batch',
    async (place) => {
      const person = randomUUID();
      const goods = [purchase(person), purchase(person)];
      const broken = purchase(person, 'a lot');
      const at = { first: 0, middle: 1, last: 2 }[place];
      await send(touchpoints.name, `userId:${person}`, goods.toSpliced(at, 0, broken).map(encode));

      await eventually(async () => expect(await ordersOf(person)).toBe(2));
      await eventually(async () => expect(await isScored(person)).toBeDefined());
      await eventually(async () =>
        expect(await letters()).toContainEqual(
          expect.objectContaining({ reader: 'profile', topic: 'touchpoints', path: 'properties.total' }),
        ),
      );
    },
    PATIENCE_MS,
  );

  it.each([touchpoints.name, profiles.name, signals.name])(
    'makes a dead letter of what is no message on %s, whatever the bytes',
    async (topic) => {
      const person = randomUUID();
      const before = await letters();
      const rubbish = [BINARY, Buffer.from(''), Buffer.from('{"v":1'), Buffer.from('{"v":99}'), Buffer.from('{"v":1}')];
      // On every partition, so that all later messages follow an unreadable one.
      for (let key = 0; key < 12; key++) await send(topic, `rubbish ${key}`, rubbish);
      await send(touchpoints.name, `userId:${person}`, [encode(purchase(person))]);

      await eventually(async () => expect(await isScored(person)).toBeDefined());
      await system.quiet();
      await eventually(async () => {
        const fresh = (await letters()).filter(({ id }) => !before.some((letter) => letter.id === id));
        expect(fresh.length).toBe(60);
        expect(new Set(fresh.map((letter) => letter.topic))).toEqual(new Set([topic]));
        expect(fresh.every(({ reason, code }) => reason !== '' && code !== '')).toBe(true);
        expect(new Set(fresh.map(({ code }) => code))).toEqual(new Set(['json', 'version', 'shape']));
      });
    },
    PATIENCE_MS,
  );

  it(
    'makes a dead letter of a profile whose touchpoint scoring cannot fold, and scores the others of its batch',
    async () => {
      const [before, broken, after] = [randomUUID(), randomUUID(), randomUUID()];
      const messages = [profileOf(before, '10.00'), profileOf(broken, 'a lot'), profileOf(after, '10.00')];
      // One key, so that all are on one partition.
      await send(profiles.name, 'side by side', messages.map(encode));

      await eventually(async () => {
        const standings = await standingsOf([before, broken, after]);
        expect(standings).toEqual([customerIdOf(`userId:${before}`), customerIdOf(`userId:${after}`)].sort());
      });
      await eventually(async () =>
        expect(await letters()).toContainEqual(expect.objectContaining({ reader: 'scoring', topic: 'profiles' })),
      );
    },
    PATIENCE_MS,
  );

  it(
    'takes a dead letter again once it is corrected',
    async () => {
      const person = randomUUID();
      const broken = purchase(person, 'a lot');
      const known = new Set((await letters()).map(({ id }) => id));
      await send(touchpoints.name, `userId:${person}`, [encode(broken)]);
      const buried = await eventually(async () => {
        const found = (await letters()).find(({ id }) => !known.has(id));
        expect(found).toMatchObject({ state: 'open', path: 'properties.total' });
        return found as Letter;
      });

      const corrected = { ...broken, properties: { ...broken.properties, total: '12.00' } };
      await system
        .clientOf('ingestion')
        .put(`/api/dead-letters/${encodeURIComponent(buried.id)}/replay`, { message: corrected }, 'POST');

      await eventually(async () => expect(await ordersOf(person)).toBe(1));
      expect((await letters()).find(({ id }) => id === buried.id)).toMatchObject({ state: 'replayed' });
    },
    PATIENCE_MS,
  );

  it(
    'says of a message that was replayed in vain that it came back, until it is replayed corrected',
    async () => {
      const person = randomUUID();
      const broken = purchase(person, 'a lot');
      const replay = (id: string, body: object) =>
        system.clientOf('ingestion').put(`/api/dead-letters/${encodeURIComponent(id)}/replay`, body, 'POST');
      const letter = async (id: string) => (await get(`/api/dead-letters/${encodeURIComponent(id)}`)) as Letter;
      const fresh = async (known: ReadonlySet<string>) =>
        eventually(async () => {
          const [found] = (await letters()).filter(({ id }) => !known.has(id));
          expect(found).toMatchObject({ state: 'open', path: 'properties.total' });
          return found as Letter;
        });

      const known = new Set((await letters()).map(({ id }) => id));
      await send(touchpoints.name, `userId:${person}`, [encode(broken)]);
      const first = await fresh(known);
      expect(first.replayOf).toBeNull();

      await replay(first.id, {});
      const second = await fresh(new Set([...known, first.id]));
      expect(second.replayOf).toBe(first.id);
      expect(await letter(first.id)).toMatchObject({ state: 'returned' });
      const returned = (await get('/api/dead-letters?limit=100&state=returned')) as { items: Letter[] };
      expect(returned.items.map(({ id }) => id)).toEqual([first.id]);

      const corrected = { ...broken, properties: { ...broken.properties, total: '12.00' } };
      await replay(second.id, { message: corrected });
      await eventually(async () => expect(await ordersOf(person)).toBe(1));
      await system.quiet();
      expect([(await letter(first.id)).state, (await letter(second.id)).state]).toEqual(['returned', 'replayed']);

      // The latest replay decides.
      await replay(first.id, { message: corrected });
      await system.quiet();
      expect(await letter(first.id)).toMatchObject({ state: 'replayed' });
    },
    PATIENCE_MS,
  );

  it(
    'refuses a campaign for a segment that is not there, until it is',
    async () => {
      const id = randomUUID();
      const save = () =>
        fetch(`${system.urlOf('campaign')}/api/campaigns/${id}`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ...CAMPAIGNS['win-back'], trigger: { on: 'left', segment: id } }),
        });

      const refused = await save();
      expect([refused.status, await refused.json()]).toEqual([
        400,
        expect.objectContaining({
          errors: [{ path: 'trigger.segment', code: 'segment_unknown', message: expect.any(String) as string }],
        }),
      ]);

      await system.clientOf('scoring').put(`/api/segments/${id}`, SEGMENTS.active as object);
      expect((await save()).status).toBe(200);
    },
    PATIENCE_MS,
  );

  async function standingsOf(people: readonly string[]): Promise<string[]> {
    const ids = people.map((person) => customerIdOf(`userId:${person}`));
    const standings = await system.clientOf('scoring').get(`/api/standings?customers=${ids.join(',')}`);
    return (standings as { customer: string }[]).map(({ customer }) => customer).sort();
  }
}

/** Returns the message that profile publishes about a first purchase. */
function profileOf(person: string, total: string): ProfileChanged {
  const touchpoint: NumberedTouchpoint = { ...purchase(person, total), number: 1 };
  const { identity, occurredAt, recordedAt, origin, cause } = touchpoint;
  return {
    v: 2,
    customer: customerIdOf(identity),
    version: 1,
    identities: [identity],
    touchpoints: [touchpoint],
    absorbed: [],
    occurredAt,
    recordedAt,
    origin,
    cause,
  };
}
