// The name and the identity of a rejected event, as far as they can be read. Pure.

const MAX_CHARS = 128;
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

/** Returns a path without its indices in lists, so that equal faults are counted together. */
export const kindOfPath = (path: string): string => path.replace(/^batch\.\d+\.?/, '').replace(/\.\d+(?=\.|$)/g, '.*');

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** Returns text without NUL and lone surrogates, which cannot be stored. */
function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value).slice(0, MAX_CHARS).replaceAll('\u0000', '');
  return Buffer.from(text).toString().trim();
}
