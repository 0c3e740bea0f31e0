// The topics and messages as an AsyncAPI 3.0 document, generated from the same schemas that
// validate them. `npm run asyncapi` writes it to docs/asyncapi.json.
import { TOPICS } from './topics';
import { type Topic } from './topic';

/** A service and the topics that it reads. */
export interface Reader {
  name: string;
  inputs: readonly { topic: Pick<Topic<never>, 'name'> }[];
}

export function asyncApi(version: string, readers: readonly Reader[]): object {
  const topics = TOPICS as readonly Topic<unknown>[];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Segue',
      version,
      description:
        'Every topic between the services. Times are UTC milliseconds, money is minor units. Delivery is at least once.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic, readersOf(topic, readers))])),
    operations: Object.fromEntries(topics.flatMap((topic) => operationsOf(topic, readersOf(topic, readers)))),
    components: { messages: Object.fromEntries(topics.map((topic) => [topic.name, messageOf(topic)])) },
  };
}

const readersOf = ({ name }: Topic<unknown>, readers: readonly Reader[]): string[] =>
  readers.filter(({ inputs }) => inputs.some(({ topic }) => topic.name === name)).map((reader) => reader.name);

function channelOf(
  { name, key, partitions, retentionMs, writtenBy }: Topic<unknown>,
  readBy: readonly string[],
): object {
  const kept =
    retentionMs === null ? 'the last message of every key is kept' : `kept for ${retentionMs / 86_400_000} days`;
  return {
    address: name,
    description: `Keyed by ${key}; ${kept}. Written by ${writtenBy.join(', ')}; read by ${readBy.join(', ') || 'no service of Segue'}.`,
    messages: { message: { $ref: `#/components/messages/${name}` } },
    bindings: {
      kafka: {
        partitions,
        topicConfiguration: {
          'cleanup.policy': [retentionMs === null ? 'compact' : 'delete'],
          ...(retentionMs !== null && { 'retention.ms': retentionMs }),
        },
      },
    },
  };
}

function operationsOf({ name, writtenBy }: Topic<unknown>, readBy: readonly string[]): [string, object][] {
  const operation = (action: 'send' | 'receive') => ({ action, channel: { $ref: `#/channels/${name}` } });
  return [
    ...writtenBy.map((service): [string, object] => [`${service}-writes-${name}`, operation('send')]),
    ...readBy.map((service): [string, object] => [`${service}-reads-${name}`, operation('receive')]),
  ];
}

function messageOf({ key, schema, version }: Topic<unknown>): object {
  return {
    headers: {
      type: 'object',
      properties: {
        traceparent: { type: 'string', description: 'W3C trace context' },
        kind: { const: 'mark', description: 'only on time marks, whose payload is {v, at, last}' },
      },
    },
    payload: JSON.parse(JSON.stringify(schema)) as object,
    'x-key': key,
    'x-version': version,
  };
}
