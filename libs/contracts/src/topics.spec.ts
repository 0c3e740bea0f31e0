import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApi } from './asyncapi';
import { checkOf } from './check';
import { Touchpoint } from './messages';
import { TOPICS, actions, touchpoints } from './topics';
import { type Topic, decode, encode, fromStored } from './topic';

const EXAMPLES = join(__dirname, '../examples');
const topics = TOPICS as readonly Topic<unknown>[];
const exampleOf = (file: string) => JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as Record<string, unknown>;

describe('topics', () => {
  // A message that was once written must be read for ever: the examples are never changed, new
  // versions add their own.
  it.each(
    topics.flatMap((topic) =>
      Array.from({ length: topic.version }, (_, index) => [`${topic.name}.v${index + 1}.json`, topic] as const),
    ),
  )('read the recorded example %s', (file, topic) => {
    expect(decode(topic, encode(exampleOf(file)))).toMatchObject({ v: topic.version });
  });

  it('have an example of every version and no other', () => {
    const wanted = topics.flatMap((topic) =>
      Array.from({ length: topic.version }, (_, index) => `${topic.name}.v${index + 1}.json`),
    );
    expect(readdirSync(EXAMPLES).sort()).toEqual(wanted.sort());
  });

  it('lift an older version to the present one', () => {
    const renamed: Topic<unknown> = {
      ...touchpoints,
      version: 2,
      upcasts: [(old: object) => ({ ...old, v: 2, event: 'lifted' })],
      check: () => null,
    } as never;

    expect(decode(renamed, encode(exampleOf('touchpoints.v1.json')))).toMatchObject({ v: 2, event: 'lifted' });
  });

  it('read an action of version 1 as a message, from the topic and from a table', () => {
    const { kind, ...old } = { ...exampleOf('actions.v2.json'), v: 1 } as Record<string, unknown>;

    expect(kind).toBe('message');
    expect(decode(actions, encode(old))).toEqual(exampleOf('actions.v2.json'));
    expect(fromStored(actions, old)).toEqual(exampleOf('actions.v2.json'));
  });

  it('name what is wrong within the form that a message has', () => {
    const webhook = { ...exampleOf('actions.v2.json'), channel: 'webhook', step: 7 };

    expect(() => decode(actions, encode(webhook))).toThrow(expect.objectContaining({ path: 'step' }));
    expect(() => decode(actions, encode({ ...webhook, channel: 'pigeon', step: 'start' }))).toThrow(
      expect.objectContaining({ path: 'channel' }),
    );
  });

  it('refuse a version from the future, a binary message and a wrong shape, with the path', () => {
    const example = exampleOf('touchpoints.v1.json');

    expect(() => decode(touchpoints, encode({ ...example, v: 9 }))).toThrow(expect.objectContaining({ path: 'v' }));
    expect(() => decode(touchpoints, Buffer.from([0xff, 0x00, 0x12]))).toThrow(
      expect.objectContaining({ code: 'json' }),
    );
    expect(() => decode(touchpoints, encode({ ...example, ids: [] }))).toThrow(
      expect.objectContaining({ path: 'ids' }),
    );
  });

  it('are checked for values that JSON cannot carry safely where others may write', () => {
    const bytes = Buffer.from(JSON.stringify(exampleOf('touchpoints.v1.json')).replace('"29.33"', '1e400'));

    expect(() => decode(touchpoints, bytes)).toThrow(expect.objectContaining({ path: 'properties.total' }));
  });

  it('are described as AsyncAPI with their own schemas', () => {
    const document = asyncApi('1', [{ name: 'profile', inputs: [{ topic: touchpoints }] }]) as {
      channels: object;
      operations: object;
      components: { messages: Record<string, { payload: object }> };
    };

    expect(Object.keys(document.channels)).toEqual(topics.map((topic) => topic.name));
    expect(Object.keys(document.operations)).toContain('profile-reads-touchpoints');
    const payload = document.components.messages.touchpoints?.payload;
    expect(payload).toEqual(JSON.parse(JSON.stringify(Touchpoint)));
    expect(checkOf(Touchpoint)(exampleOf('touchpoints.v1.json'))).toBeNull();
  });
});
