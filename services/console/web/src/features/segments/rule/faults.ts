// What is missing or wrong in a rule while it is edited, by path. The server checks the same with
// the names that exist; this says it at the field, without asking. Pure.
import { type Node, type Shape, decidingOf, editingOf, formOf, isGroup, leafShape, resolved } from './schema';
import { type Path, childPath, childrenOf, dotted } from './tree';

/** What would be right: a key of the words `segments.fault`. */
export type Wanted = 'missing' | 'text' | 'path' | 'number' | 'whole' | 'list' | 'form' | 'kind' | 'range';

export interface RuleFault {
  /** `when.of.0.times.atLeast` */
  path: string;
  wanted: Wanted;
  minimum?: number;
  maximum?: number;
}

/** Returns the faults of a condition and of all below it, in reading order. */
export function faultsIn(node: Node, path: Path = []): RuleFault[] {
  if (!isGroup(node)) {
    const shape = leafShape(node);
    if (shape === undefined) return [{ path: dotted([...path, undecidedIn(node)]), wanted: 'kind' }];
    return [...objectFaults(shape, node, path), ...rangeFaults(node, path)];
  }
  const children = childrenOf(node);
  const own: RuleFault[] = [];
  const { atLeast } = node;
  if (
    node.kind === 'some' &&
    !(Number.isInteger(atLeast) && Number(atLeast) >= 1 && Number(atLeast) <= children.length)
  )
    own.push({ path: dotted([...path, 'atLeast']), wanted: 'whole', minimum: 1, maximum: children.length });
  return [...own, ...children.flatMap((child, place) => faultsIn(child, childPath(node, path, place)))];
}

/** Returns the first deciding field without a known word. */
const undecidedIn = (node: Node): string =>
  decidingOf(node).find(({ field, choices }) => !choices.includes(String(node[field])))?.field ?? 'kind';

function faultsOf(shape: Shape, value: unknown, path: Path): RuleFault[] {
  const plain = resolved(shape);
  const at = dotted(path);
  if (value === undefined || value === null || (value === '' && !takesEmpty(plain)))
    return [{ path: at, wanted: 'missing' }];
  switch (editingOf(shape)) {
    case 'text':
      return textFaults(plain, value, at);
    case 'number':
      return numberFaults(plain, value, at);
    case 'list':
    case 'choices':
      return listFaults(plain, value, at);
    case 'objects':
      return [
        ...listFaults(plain, value, at),
        ...(Array.isArray(value) ? value : []).flatMap((one: unknown, place) =>
          faultsOf(plain.items ?? {}, one, [...path, place]),
        ),
      ];
    case 'object':
      return objectFaults(plain, value, path);
    case 'forms': {
      const form = formOf(shape, value)?.shape ?? closestForm(plain, value);
      return form === undefined ? [{ path: at, wanted: 'form' }] : objectFaults(form, value, path);
    }
    default:
      return [];
  }
}

/** Whether the language takes an empty text there, as in "city is not ''". */
const takesEmpty = ({ type, minLength = 0, pattern, anyOf = [] }: Shape): boolean =>
  (type === 'string' && minLength === 0 && pattern === undefined) || anyOf.some(takesEmpty);

/**
 * The comparison that is named by `is`, or the form that shares most fields, to name what it lacks.
 */
function closestForm({ anyOf = [] }: Shape, value: unknown): Shape | undefined {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const named = anyOf.find(
    ({ properties }) => properties?.is?.const !== undefined && properties.is.const === fields.is,
  );
  if (named !== undefined) return named;
  const shared = ({ properties = {} }: Shape) => Object.keys(fields).filter((field) => field in properties).length;
  const [best] = [...anyOf].sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 0 ? best : undefined;
}

function objectFaults({ properties = {}, required = [] }: Shape, value: unknown, path: Path): RuleFault[] {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return Object.entries(properties).flatMap(([name, shape]) =>
    fields[name] === undefined && !required.includes(name) ? [] : faultsOf(shape, fields[name], [...path, name]),
  );
}

function textFaults({ pattern, maxLength = 1024 }: Shape, value: unknown, path: string): RuleFault[] {
  if (typeof value !== 'string' || value.length > maxLength) return [{ path, wanted: 'text' }];
  return pattern !== undefined && !new RegExp(pattern).test(value) ? [{ path, wanted: 'path' }] : [];
}

function numberFaults({ type, minimum, maximum }: Shape, value: unknown, path: string): RuleFault[] {
  const isWhole = type === 'integer';
  const fits =
    typeof value === 'number' &&
    (!isWhole || Number.isInteger(value)) &&
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity);
  if (fits) return [];
  const bounds = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  return [{ path, wanted: isWhole ? 'whole' : 'number', ...bounds }];
}

function listFaults({ minItems = 0, maxItems = Infinity }: Shape, value: unknown, path: string): RuleFault[] {
  const fits = Array.isArray(value) && value.length >= minItems && value.length <= maxItems;
  return fits ? [] : [{ path, wanted: 'list' }];
}

/** A range whose end is before its start, of the leaf itself or of a comparison within it. */
function rangeFaults(part: unknown, path: Path): RuleFault[] {
  if (typeof part !== 'object' || part === null) return [];
  const { from, to } = part as { from?: unknown; to?: unknown };
  const own: RuleFault[] =
    typeof from === 'number' && typeof to === 'number' && to < from
      ? [{ path: dotted([...path, 'to']), wanted: 'range' }]
      : [];
  return [...own, ...Object.entries(part).flatMap(([key, inner]) => rangeFaults(inner, [...path, key]))];
}
