// The topics and messages as an AsyncAPI 3.0 document, generated from the same schemas that
// validate them. `npm run asyncapi` writes it to docs/asyncapi.json.
import { TOPICS, type Topic } from './topics';

export function asyncApi(version: string): object {
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
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(topics.flatMap(operationsOf)),
    components: { messages: Object.fromEntries(topics.map((topic) => [topic.name, messageOf(topic)])) },
  };
}

function channelOf({ name, key, partitions, retentionMs, writtenBy, readBy }: Topic<unknown>): object {
  const kept =
    retentionMs === null ? 'the last message of every key is kept' : `kept for ${retentionMs / 86_400_000} days`;
  return {
    address: name,
    description: `Keyed by ${key}; ${kept}. Written by ${writtenBy.join(', ')}; read by ${readBy.join(', ')}.`,
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

function operationsOf({ name, writtenBy, readBy }: Topic<unknown>): [string, object][] {
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
