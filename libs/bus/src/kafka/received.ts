// A message as kafkajs hands it over, in the shape of the port.
import type { KafkaMessage } from 'kafkajs';
import type { Received } from '../bus';

export function received({ offset, key, value, headers }: KafkaMessage): Received {
  return { offset, key: key?.toString() ?? '', value: value ?? Buffer.alloc(0), headers: textHeaders(headers) };
}

function textHeaders(headers: KafkaMessage['headers']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = first.toString();
  }
  return texts;
}
