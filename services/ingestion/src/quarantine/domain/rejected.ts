// What is kept of a rejected event: its name and its identity as far as they can be read, and its
// text. Pure.

export interface QuarantineEntry {
  id: number;
  source: string;
  /** UTC milliseconds. */
  receivedAt: number;
  index: number;
  code: string;
  path: string;
  message: string;
  /** Name of the event, or its type; '' if it cannot be read. */
  name: string;
  /** The first identity of the event, `kind:value`; '' if it cannot be read. */
  person: string;
  /** Whether the event was accepted; this is then a remark. */
  taken: boolean;
}

const MAX_CHARS = 128;
const MAX_EVENT_CHARS = 32_768;
/** Fields with identities, the strongest first. */
const PEOPLE = ['userId', 'anonymousId', 'previousId'] as const;

type Fields = Record<string, unknown>;

/** Returns the name of a tracked event, the type of another one; '' for other values. */
export function nameIn(event: unknown): string {
  const { event: name, type } = fieldsOf(event);
  return textOf(name) || textOf(type);
}

/** Returns the first identity of an event, `kind:value`; '' if there is none. */
export function personIn(event: unknown): string {
  const fields = fieldsOf(event);
  const kind = PEOPLE.find((one) => textOf(fields[one]) !== '');
  if (kind !== undefined) return `${kind}:${textOf(fields[kind])}`;
  const { externalIds } = fieldsOf(fields.context);
  const { type, id } = fieldsOf(Array.isArray(externalIds) ? externalIds[0] : undefined);
  return textOf(id) === '' ? '' : `${textOf(type)}:${textOf(id)}`;
}

/**
 * Returns an event as JSON text, in which NUL and lone surrogates, which Postgres refuses, are
 * escaped.
 */
export function eventText(event: unknown): string {
  try {
    const text = typeof event === 'string' ? JSON.stringify(event) : (JSON.stringify(event) ?? 'null');
    // The cut may leave a lone surrogate, which the conversion to UTF-8 replaces.
    return Buffer.from(text.slice(0, MAX_EVENT_CHARS)).toString();
  } catch {
    // The event is nested too deeply for JSON.stringify.
    return '"…"';
  }
}

/** Returns a path without its indices in lists, so that equal faults are counted together. */
export const kindOfPath = (path: string): string => path.replace(/^batch\.\d+\.?/, '').replace(/\.\d+(?=\.|$)/g, '.*');

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** Returns text without NUL and lone surrogates, which cannot be stored. */
function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value).slice(0, MAX_CHARS).replaceAll('\u0000', '');
  return Buffer.from(text).toString().trim();
}
